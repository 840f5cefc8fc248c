import { BeamError } from '@hornbeam/sdk/model';

/** Where a key or a value is, for formats and messages. */
export interface FormatPlace {
  readonly topic: string;
  readonly part: 'key' | 'value';
}

/**
 * How values become the bytes of records, and bytes become values again. What is thrown, or rejected, means: this one
 * cannot be used. With promises only where something has to be fetched: they cost more than most formats.
 */
export interface Format<T> {
  readonly name: string;
  decode(bytes: Uint8Array, place: FormatPlace): T | Promise<T>;
  encode(value: T, place: FormatPlace): Uint8Array | Promise<Uint8Array>;
}

/** What a format says of a key or a value that it cannot use. @param why in words: `it is a number and no text` */
export const unusable = (why: string, cause?: unknown): BeamError =>
  new BeamError('E_BAD_RECORD', why, { cause, help: 'name the format that it is in' });
