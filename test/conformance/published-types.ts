import * as artifacts from 'apache-beam/proto/beam_artifact_api';
import * as expansion from 'apache-beam/proto/beam_expansion_api';
import * as fn from 'apache-beam/proto/beam_fn_api';
import * as jobs from 'apache-beam/proto/beam_job_api';
import * as provision from 'apache-beam/proto/beam_provision_api';
import * as runner from 'apache-beam/proto/beam_runner_api';
import * as endpoints from 'apache-beam/proto/endpoints';
import * as external from 'apache-beam/proto/external_transforms';
import * as metrics from 'apache-beam/proto/metrics';
import * as schema from 'apache-beam/proto/schema';
import * as windows from 'apache-beam/proto/standard_window_fns';

/** As much of the reflection of `@protobuf-ts/runtime` as the comparison needs. */
export interface PublishedField {
  readonly no: number;
  readonly name: string;
  readonly localName: string;
  readonly kind: 'scalar' | 'enum' | 'message' | 'map';
  readonly T?: number | (() => unknown);
  readonly K?: number;
  readonly V?: { readonly kind: 'scalar' | 'enum' | 'message'; readonly T: number | (() => unknown) };
  /** 0 once, 1 packed, 2 unpacked */
  readonly repeat: number;
  readonly oneof?: string;
  readonly opt: boolean;
}

/** A message type as the npm package `apache-beam` publishes it. */
export interface PublishedType {
  readonly typeName: string;
  readonly fields: readonly PublishedField[];
  fromJson(json: unknown, options?: { ignoreUnknownFields?: boolean }): unknown;
  fromBinary(bytes: Uint8Array): unknown;
  toBinary(message: unknown): Uint8Array;
  equals(a: unknown, b: unknown): boolean;
}

/** A service of the same package. */
export interface PublishedService {
  readonly typeName: string;
  readonly methods: readonly {
    readonly name: string;
    readonly I: PublishedType;
    readonly O: PublishedType;
    readonly clientStreaming: boolean;
    readonly serverStreaming: boolean;
  }[];
}

const modules: readonly object[] = [
  artifacts,
  endpoints,
  expansion,
  external,
  fn,
  jobs,
  metrics,
  provision,
  runner,
  schema,
  windows,
];
const published = modules.flatMap((module): unknown[] => Object.values(module));

/** Every message the package publishes, by full name. */
export const publishedTypes: ReadonlyMap<string, PublishedType> = new Map(
  published.filter(isType).map((type) => [type.typeName, type]),
);

/** Every service the package publishes. */
export const publishedServices: readonly PublishedService[] = [...new Set(published.filter(isService))];

const scalarNames = [
  '',
  'double',
  'float',
  'int64',
  'uint64',
  'int32',
  'fixed64',
  'fixed32',
  'bool',
  'string',
];
const laterScalarNames = ['', '', 'bytes', 'uint32', '', 'sfixed32', 'sfixed64', 'sint32', 'sint64'];

/** The type of a field in the words of `fieldType` in reflect-protos.ts. */
export function publishedFieldType(field: PublishedField): string {
  if (field.kind === 'map')
    return `map<${typeText('scalar', field.K)},${typeText(field.V!.kind, field.V!.T)}>`;
  const type = typeText(field.kind, field.T);
  if (field.repeat !== 0) return `repeated ${type}`;
  return field.opt && field.kind !== 'message' ? `optional ${type}` : type;
}

function typeText(kind: 'scalar' | 'enum' | 'message', type: PublishedField['T']): string {
  if (kind === 'message') return (type as () => PublishedType)().typeName;
  if (kind === 'enum') return (type as () => [name: string])()[0];
  return [...scalarNames, ...laterScalarNames][type as number]!;
}

function isType(value: unknown): value is PublishedType {
  return typeof value === 'object' && value !== null && 'typeName' in value && 'fields' in value;
}

function isService(value: unknown): value is PublishedService {
  return typeof value === 'object' && value !== null && 'typeName' in value && 'methods' in value;
}
