import { readFileSync } from 'node:fs';
import {
  ByteReader,
  type Coder,
  coderFromSpec,
  type FieldType,
  formsOption,
  GLOBAL_WINDOW,
  IntervalWindow,
  instantOfMillis,
  type JsForm,
  kv,
  logicalTypeUrns,
  type Pane,
  type RowCoder,
  type Schema,
} from '@hornbeam/sdk/model';
import { schemaFromPayload } from '@hornbeam/sdk/translate';
import { parseAllDocuments } from 'yaml';

/** How the file writes a coder. */
interface Spec {
  readonly urn: string;
  readonly payload?: string;
  readonly components?: readonly Spec[];
  readonly non_deterministic?: boolean;
  /** Bytes that the runner keeps, by token. */
  readonly state?: Readonly<Record<string, string>>;
}

/** Bytes and the value they stand for, in one context. */
export interface Vector {
  readonly name: string;
  readonly coder: Coder<any>;
  readonly nested: boolean;
  readonly bytes: Uint8Array;
  readonly value: unknown;
  /** False where other bytes would do as well, so that the file tells only what they decode to. */
  readonly deterministic: boolean;
}

/** The file writes bytes as characters of the same number. */
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** All vectors of Beam's standard_coders.yaml, each in every context it is for. */
export function standardCoderVectors(): Vector[] {
  const text = readFileSync(new URL('standard_coders.yaml', import.meta.url), 'utf8');
  return parseAllDocuments(text, { intAsBigInt: true }).flatMap((document, at) => {
    const section = document.toJS() as { coder: Spec; nested?: boolean };
    const examples = document.toJS({ mapAsMap: true }).get('examples') as Map<string, unknown>;
    const coder = coderOf(section.coder);
    const contexts = section.nested === undefined ? [true, false] : [section.nested];
    return [...examples].flatMap(([encoded, example], i) =>
      contexts.map((nested) => ({
        name: `${at + 1}.${i + 1} ${section.coder.urn} ${nested ? 'nested' : 'outer'}`,
        coder,
        nested,
        bytes: bytesOf(encoded),
        value: modelValue(plain(example), section.coder, coder),
        deterministic: section.coder.non_deterministic !== true,
      })),
    );
  });
}

/** The objects of a parsed document, whose maps have string keys except for the examples themselves. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value;
  return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
}

function coderOf(spec: Spec): Coder<any> {
  const components = (spec.components ?? []).map(coderOf);
  return coderFromSpec(spec.urn, components, bytesOf(spec.payload ?? ''), {
    parseSchema: (payload) => withBigints(schemaFromPayload(payload)),
    readRest(head, token, element) {
      const reader = new ByteReader(bytesOf(spec.state?.[String.fromCharCode(...token)] ?? ''));
      const values = [...head];
      while (reader.remaining > 0) values.push(element.decode(reader));
      return values;
    },
  });
}

/** The schema with every int64 as bigint, since the file has some beyond 2^53. */
function withBigints(schema: Schema): Schema {
  const forms = new Map<string, ReadonlySet<JsForm>>();
  const visit = (type: FieldType, path: string): void => {
    if (type.kind === 'atomic' && type.atomic === 'int64') forms.set(path, new Set(['bigint']));
    if (type.kind === 'array' || type.kind === 'iterable') visit(type.element, `${path}e`);
    if (type.kind === 'map') visit(type.value, `${path}v`);
  };
  for (const [i, { type }] of schema.fields.entries()) visit(type, String(i));
  const option = formsOption(forms);
  return option === undefined ? schema : { ...schema, options: [...(schema.options ?? []), option] };
}

/** What the file calls a value, as the value of our coder. */
function modelValue(example: any, spec: Spec, coder: Coder<any>): unknown {
  const part = (value: any, i: number) => modelValue(value, spec.components![i]!, coder.components[i]!);
  switch (spec.urn) {
    case 'beam:coder:bytes:v1':
      return bytesOf(example);
    case 'beam:coder:varint:v1':
      return Number(example);
    case 'beam:coder:double:v1':
      return Number(example);
    case 'beam:coder:kv:v1':
      return kv(part(example.key, 0), part(example.value, 1));
    case 'beam:coder:iterable:v1':
    case 'beam:coder:state_backed_iterable:v1':
      return example.map((item: any) => part(item, 0));
    case 'beam:coder:nullable:v1':
      return example === null ? null : part(example, 0);
    case 'beam:coder:global_window:v1':
      return GLOBAL_WINDOW;
    case 'beam:coder:interval_window:v1':
      return new IntervalWindow(instant(example.end - example.span), instant(example.end));
    case 'beam:coder:custom_window:v1':
      return part(example.window, 0);
    case 'beam:coder:sharded_key:v1':
      return { shard: bytesOf(example.shardId), key: part(example.key, 0) };
    case 'beam:coder:windowed_value:v1':
    case 'beam:coder:param_windowed_value:v1':
      return {
        value: part(example.value, 0),
        timestamp: instant(example.timestamp),
        windows: example.windows.map((window: any) => part(window, 1)),
        pane: paneOf(example.pane),
      };
    case 'beam:coder:timer:v1':
      return {
        userKey: part(example.userKey, 0),
        tag: example.dynamicTimerTag,
        windows: example.windows.map((window: any) => part(window, 1)),
        cleared: example.clearBit,
        ...(example.clearBit
          ? {}
          : {
              fireTimestamp: instant(example.fireTimestamp),
              holdTimestamp: instant(example.holdTimestamp),
              pane: paneOf(example.pane),
            }),
      };
    case 'beam:coder:row:v1':
      return rowOf(example, (coder as RowCoder).schema);
    default:
      return example;
  }
}

const instant = (millis: unknown): number => instantOfMillis(millis as bigint)!;

const paneOf = (pane: any): Pane => ({
  timing: pane.timing.toLowerCase().replace('_', '-'),
  index: Number(pane.index),
  onTimeIndex: Number(pane.on_time_index),
  isFirst: pane.is_first,
  isLast: pane.is_last,
});

const rowOf = (example: any, schema: Schema): Record<string, unknown> =>
  Object.fromEntries(schema.fields.map(({ name, type }) => [name, fieldOf(example[name], type)]));

function fieldOf(example: any, type: FieldType): unknown {
  if (example === null) return null;
  switch (type.kind) {
    case 'atomic':
      if (type.atomic === 'bytes') return bytesOf(example);
      if (type.atomic === 'float') return Math.fround(Number(example));
      if (type.atomic === 'double' || type.atomic === 'int32') return Number(example);
      return example;
    case 'array':
    case 'iterable':
      return example.map((item: any) => fieldOf(item, type.element));
    case 'map':
      return new Map(Object.entries(example).map(([key, item]) => [key, fieldOf(item, type.value)]));
    case 'row':
      return rowOf(example, type.schema);
    case 'logical':
      switch (type.urn) {
        case logicalTypeUrns.millisInstant:
          // The file shows the eight bytes as a signed number, before the sign bit is flipped back.
          return Number(BigInt.asIntN(64, example + 2n ** 63n));
        case logicalTypeUrns.microsInstant:
          return example.seconds * 1_000_000n + example.micros;
        case logicalTypeUrns.timestamp:
          return example.seconds * 10n ** BigInt(Number(type.argument)) + example.subseconds;
        case logicalTypeUrns.decimal:
          return example;
        default:
          return fieldOf(example, type.representation);
      }
  }
}
