import { BeamError } from '@hornbeam/sdk/model';
import avro from 'avsc';
import { type Format, unusable } from './format.js';
import { needsSchema } from './json.js';
import { FRAME, framed, type RegistrySettings, registryOf, schemaIdOf, subjectOf } from './registry-frame.js';
import type { RegisteredSchema, SchemaRegistry } from './schema-registry.js';

/** Options of {@link avroFormat}. */
export interface AvroFormatOptions extends RegistrySettings {
  /**
   * The schema as an object or as JSON. It is what is written, and what is read, also where it was written with an
   * older or newer one that the registry has. With a registry it may be left out for reading: values are then as they
   * were written.
   */
  readonly schema?: object | string | undefined;
}

/** Reads a value behind its frame. */
type Decode = (bytes: Uint8Array, from: number) => unknown;

/**
 * Avro's binary form, with or without a schema registry. Records are plain objects, `bytes` are bytes, `long` is a
 * number (one that numbers cannot hold is an error), a union of several record types is `{ 'the.Name': value }`.
 * @throws BeamError `E_BAD_ARGUMENT` for a schema that is none, or without schema and registry
 */
export function avroFormat<T = unknown>(options: AvroFormatOptions): Format<T> {
  const registry = registryOf(options);
  const own = options.schema === undefined ? undefined : typeOf(options.schema);
  if (own === undefined && registry === undefined) {
    throw new BeamError('E_BAD_ARGUMENT', 'avroFormat was given neither a schema nor a registry.', {
      help: "write avroFormat({ schema: { type: 'record', ... } }) or avroFormat({ registry: { url } })",
    });
  }
  const text = own && JSON.stringify(own.schema({ exportAttrs: true }));
  const decoders = new Map<number, Decode>();
  const plainDecode = own === undefined ? undefined : decoderOf(own, own);
  return {
    name: 'avro',
    decode(bytes) {
      if (registry === undefined) return (plainDecode as Decode)(bytes, 0) as T;
      const id = schemaIdOf(bytes);
      const known = decoders.get(id);
      if (known !== undefined) return known(bytes, FRAME) as T;
      return writerType(registry, id).then((writer) => {
        const decode = decoderOf(writer, own ?? writer);
        decoders.set(id, decode);
        return decode(bytes, FRAME) as T;
      });
    },
    encode(value, place) {
      if (own === undefined || text === undefined) throw needsSchema('avroFormat');
      const bytes = own.toBuffer(value);
      if (registry === undefined) return bytes;
      return registry
        .idOf(subjectOf(options, place), 'AVRO', text, options.register ?? false)
        .then((id) => framed(id, bytes));
    },
  };
}

/** @throws BeamError `E_BAD_ARGUMENT` */
function typeOf(schema: object | string): avro.Type {
  try {
    const parsed = typeof schema === 'string' && /^\s*[[{]/.test(schema) ? JSON.parse(schema) : schema;
    return avro.Type.forSchema(parsed as avro.Schema);
  } catch (thrown) {
    throw new BeamError('E_BAD_ARGUMENT', `A schema is no Avro schema: ${(thrown as Error).message}.`, {
      cause: thrown,
      help: 'mend the schema',
    });
  }
}

/** The type that a number of the registry stands for, with the types it names. */
async function writerType(registry: SchemaRegistry, id: number): Promise<avro.Type> {
  const found = await registry.schema(id);
  if (found.type !== 'AVRO') {
    throw new BeamError('E_BAD_RECORD', `The schema ${id} is one of ${found.type} and not of Avro.`, {
      help: 'name the format that the records are written in',
    });
  }
  const types: Record<string, avro.Type> = {};
  return parse(registry, found, types);
}

async function parse(
  registry: SchemaRegistry,
  { schema, references }: RegisteredSchema,
  types: Record<string, avro.Type>,
): Promise<avro.Type> {
  for (const { name, subject, version } of references) {
    if (types[name] === undefined) await parse(registry, await registry.version(subject, version), types);
  }
  return avro.Type.forSchema(JSON.parse(schema) as avro.Schema, { registry: types });
}

function decoderOf(writer: avro.Type, reader: avro.Type): Decode {
  const resolver = writer === reader ? undefined : reader.createResolver(writer);
  return (bytes, from) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset + from, bytes.byteLength - from);
    const { value, offset } = reader.decode(buffer, 0, resolver);
    if (offset !== buffer.length) {
      throw unusable(
        offset < 0 ? 'it ends before its schema does' : `${buffer.length - offset} bytes are left over`,
      );
    }
    return plain(value);
  };
}

/** The library gives records classes of its own; coders and users want plain objects. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, content]) => [name, plain(content)]));
}
