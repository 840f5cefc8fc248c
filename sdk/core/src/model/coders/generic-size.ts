import { StoredValues } from '../stored-values.js';

/** How many parts of a value are looked at: the rest is taken to be like them. */
const SAMPLE = 8;

/** How deep the guess looks; what lies below counts as small. */
const DEPTH = 4;

/** A guess of the bytes that the generic coder writes for `value`, from a sample of its parts. */
export function estimateValue(value: unknown, depth = 0): number {
  switch (typeof value) {
    case 'string':
      return value.length + 1;
    case 'number':
      return 5;
    case 'object':
      return value === null ? 1 : estimateObject(value, depth);
    default:
      return 2;
  }
}

function estimateObject(value: object, depth: number): number {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength + 3;
  if (depth === DEPTH) return 16;
  if (Array.isArray(value)) return estimateItems(value, value.length, depth);
  if (value instanceof StoredValues) return 64;
  if (value instanceof Map)
    return estimateItems(value.keys(), value.size, depth) + estimateItems(value.values(), value.size, depth);
  if (value instanceof Set) return estimateItems(value, value.size, depth);
  let size = 2;
  let seen = 0;
  const keys = Object.keys(value);
  for (const key of keys) {
    if (seen++ === SAMPLE * 4) return Math.ceil((size / SAMPLE / 4) * keys.length);
    size += key.length + 1 + estimateValue((value as Record<string, unknown>)[key], depth + 1);
  }
  return size;
}

function estimateItems(items: Iterable<unknown>, count: number, depth: number): number {
  let size = 0;
  let seen = 0;
  for (const item of items) {
    if (seen++ === SAMPLE) return Math.ceil((size / SAMPLE) * count) + 2;
    size += estimateValue(item, depth + 1);
  }
  return size + 2;
}
