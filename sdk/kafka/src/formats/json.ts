import type { Format } from './format.js';

/** JSON as UTF-8. A type that is named is taken at its word; check values with `withSchema` where that matters. */
export function jsonFormat<T = unknown>(): Format<T> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return {
    name: 'json',
    decode: (bytes) => JSON.parse(decoder.decode(bytes)) as T,
    encode: (value) => {
      const text = JSON.stringify(value) as string | undefined;
      if (text !== undefined) return Buffer.from(text);
      throw new TypeError(`JSON has nothing for a ${typeof value}`);
    },
  };
}
