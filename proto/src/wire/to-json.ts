import { enumNames, messageFields } from '../gen/fields.js';
import type { MessageType } from './message-type.js';
import type { FieldShape } from './reflection.js';
import { wellKnownJson } from './well-known-json.js';

/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * The message in the JSON form of protobuf: camel-case keys, 64-bit integers as decimal strings, bytes in
 * base64, enums by name, timestamps and durations as text. Fields with their default value are left out.
 * @throws TypeError if `message` does not have the shape of `type`
 */
export function toJson<T>(type: MessageType<T>, message: T): Json {
  return messageJson(type.typeName, message);
}

function messageJson(typeName: string, message: unknown): Json {
  const wellKnown = wellKnownJson[typeName];
  if (wellKnown !== undefined) return wellKnown(message);
  const shapes = messageFields[typeName];
  if (shapes === undefined || typeof message !== 'object' || message === null) {
    throw new TypeError(`${String(message)} is no ${typeName}`);
  }
  const result: { [key: string]: Json } = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const value = (message as Record<string, unknown>)[name];
    if (value !== undefined && !isDefault(shape, value)) result[name] = fieldJson(shape, value);
  }
  return result;
}

function fieldJson(shape: FieldShape, value: unknown): Json {
  switch (shape[0]) {
    case 'map': {
      const entries = Object.entries(value as object).map(([key, item]) => [key, valueJson(shape, item)]);
      return Object.fromEntries(entries);
    }
    case 'list':
      return (value as unknown[]).map((item) => valueJson(shape, item));
    case 'one':
      return valueJson(shape, value);
  }
}

function valueJson([, kind, type]: FieldShape, value: unknown): Json {
  if (kind === 'message') return messageJson(type, value);
  // A number without a name comes from a newer model; it is valid JSON for an enum.
  if (kind === 'enum') return enumNames[type]?.[value as number] ?? (value as number);
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return base64(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value as string | number | boolean;
}

function isDefault([container, kind, , explicit]: FieldShape, value: unknown): boolean {
  if (container === 'list') return (value as unknown[]).length === 0;
  if (container === 'map') return Object.keys(value as object).length === 0;
  if (explicit || kind === 'message') return false;
  if (value instanceof Uint8Array) return value.length === 0;
  return value === '' || value === false || value === 0n || Object.is(value, 0);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
