import { type Format, unusable } from './format.js';

/** Text as UTF-8. Bytes that are none are refused. */
export function stringFormat(): Format<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return {
    name: 'string',
    decode: (bytes) => decoder.decode(bytes),
    encode: (value) => {
      if (typeof value === 'string') return Buffer.from(value);
      throw unusable(`it is a ${typeof value} and no text`);
    },
  };
}
