import { type Format, unusable } from './format.js';

/** Bytes as they are. */
export const bytesFormat = (): Format<Uint8Array> => ({
  name: 'bytes',
  decode: (bytes) => bytes,
  encode: (value) => {
    if (value instanceof Uint8Array) return value;
    throw unusable(`it is a ${typeof value} and not bytes`);
  },
});
