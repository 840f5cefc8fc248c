import { BeamError } from '@hornbeam/sdk/model';
import protobuf from 'protobufjs';
import { type Format, unusable } from './format.js';
import { needsSchema } from './json.js';
import { FRAME, framed, type RegistrySettings, registryOf, schemaIdOf, subjectOf } from './registry-frame.js';
import type { SchemaRegistry } from './schema-registry.js';

/** Options of {@link protobufFormat}. */
export interface ProtobufFormatOptions extends RegistrySettings {
  /** The text of a `.proto` file that imports no other. With a registry it may be left out for reading. */
  readonly proto?: string | undefined;
  /** The name of the message with its package, `shop.Order`; the first of the file without it. */
  readonly message?: string | undefined;
}

/** Finds the type of a value behind its frame, and where the message begins. */
interface Located {
  readonly type: protobuf.Type;
  readonly from: number;
}

/**
 * Protocol Buffers, with or without a schema registry. Messages are plain objects with all their fields: enums are their
 * names, 64-bit integers are texts of digits, fields that were not written have their default values.
 * @throws BeamError `E_BAD_ARGUMENT` for a text that is no `.proto` file, or without text and registry
 */
export function protobufFormat<T = unknown>(options: ProtobufFormatOptions): Format<T> {
  const { proto, message } = options;
  const registry = registryOf(options);
  if (proto === undefined && registry === undefined) {
    throw new BeamError('E_BAD_ARGUMENT', 'protobufFormat was given neither a .proto text nor a registry.', {
      help: "write protobufFormat({ proto: 'syntax = ...', message: 'shop.Order' })",
    });
  }
  const own = proto === undefined ? undefined : ownType(proto, message);
  const roots = new Map<number, protobuf.Root>();
  const read = ({ type, from }: Located, bytes: Uint8Array): T =>
    type.toObject(type.decode(bytes.subarray(from)), {
      longs: String,
      enums: String,
      defaults: true,
      arrays: true,
      objects: true,
      oneofs: false,
    }) as T;
  return {
    name: 'protobuf',
    decode(bytes) {
      if (registry === undefined) return read({ type: own as protobuf.Type, from: 0 }, bytes);
      const id = schemaIdOf(bytes);
      const { indexes, from } = readIndexes(bytes);
      if (own !== undefined) return read({ type: own, from }, bytes);
      const known = roots.get(id);
      if (known !== undefined) return read({ type: typeAt(known, indexes), from }, bytes);
      return rootOf(registry, id).then((root) => {
        roots.set(id, root);
        return read({ type: typeAt(root, indexes), from }, bytes);
      });
    },
    encode(value, place) {
      if (own === undefined || proto === undefined) throw needsSchema('protobufFormat');
      const bytes = own.encode(own.fromObject(value as Record<string, unknown>)).finish();
      if (registry === undefined) return bytes;
      const indexes = writeIndexes(indexesOf(own));
      return registry
        .idOf(subjectOf(options, place), 'PROTOBUF', proto, options.register ?? false)
        .then((id) => framed(id, indexes, bytes));
    },
  };
}

/** @throws BeamError `E_BAD_ARGUMENT` */
function ownType(proto: string, message: string | undefined): protobuf.Type {
  try {
    const root = parse(proto);
    return message === undefined ? typeAt(root, [0]) : root.lookupType(message);
  } catch (thrown) {
    throw new BeamError('E_BAD_ARGUMENT', `A .proto text cannot be used: ${(thrown as Error).message}.`, {
      cause: thrown,
      help: 'mend the text, or the name of the message; imports are not supported',
    });
  }
}

function parse(proto: string): protobuf.Root {
  const { root } = protobuf.parse(proto, new protobuf.Root(), { keepCase: true });
  root.resolveAll();
  return root;
}

async function rootOf(registry: SchemaRegistry, id: number): Promise<protobuf.Root> {
  const { type, schema, references } = await registry.schema(id);
  if (type !== 'PROTOBUF' || references.length > 0) {
    const what = type === 'PROTOBUF' ? 'imports others' : `is one of ${type} and not of Protobuf`;
    throw new BeamError('E_BAD_RECORD', `The schema ${id} ${what}.`, {
      help: 'name the format that the records are written in, or give the message as proto',
    });
  }
  return parse(schema);
}

/** Messages of a file or of a message, in the order of the text. */
const messagesOf = (scope: protobuf.NamespaceBase): protobuf.Type[] =>
  scope.nestedArray.flatMap((each) => {
    if (each instanceof protobuf.Type) return [each];
    // A package is a scope in between; enums and services are not counted.
    return each instanceof protobuf.Namespace && !(each instanceof protobuf.Service) ? messagesOf(each) : [];
  });

/** The message at a path: its number among those of the file, then among those inside it. */
function typeAt(root: protobuf.Root, indexes: readonly number[]): protobuf.Type {
  let scope: protobuf.NamespaceBase = root;
  let found: protobuf.Type | undefined;
  for (const index of indexes) {
    const messages: protobuf.Type[] =
      scope instanceof protobuf.Type
        ? scope.nestedArray.filter((each): each is protobuf.Type => each instanceof protobuf.Type)
        : messagesOf(scope);
    found = messages[index];
    if (found === undefined) throw unusable('its schema has no such message');
    scope = found;
  }
  if (found === undefined) throw unusable('its schema has no message');
  return found;
}

function indexesOf(type: protobuf.Type): number[] {
  const { parent } = type;
  if (parent instanceof protobuf.Type) {
    const messages = parent.nestedArray.filter((each) => each instanceof protobuf.Type);
    return [...indexesOf(parent), messages.indexOf(type)];
  }
  return [messagesOf(type.root).indexOf(type)];
}

/** A path is its length and its numbers, each as a zigzag varint; the path [0] is a single zero. */
function readIndexes(bytes: Uint8Array): { indexes: readonly number[]; from: number } {
  const reader = protobuf.Reader.create(bytes);
  reader.pos = FRAME;
  const length = reader.sint32();
  const indexes = length === 0 ? [0] : Array.from({ length }, () => reader.sint32());
  return { indexes, from: reader.pos };
}

function writeIndexes(indexes: readonly number[]): Uint8Array {
  const writer = protobuf.Writer.create();
  if (indexes.length === 1 && indexes[0] === 0) return writer.sint32(0).finish();
  writer.sint32(indexes.length);
  for (const index of indexes) writer.sint32(index);
  return writer.finish();
}
