import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

/**
 * Turns values into bytes and back. Beam knows two contexts: *nested*, where something follows the value and
 * the bytes must tell their own end, and *outer*, where the value reaches to the end of the buffer and some
 * coders leave out a length. Coders are immutable and may be shared.
 */
export interface Coder<T = unknown> {
  /** URN of the Beam model, or `hornbeam:coder:…:v1` for our own. */
  readonly urn: string;
  /** Coders of the parts, in the model's order. */
  readonly components: readonly Coder<any>[];
  /** Bytes that parametrise the coder in the plan (a row's schema); empty for most. */
  readonly payload?: Uint8Array;
  /**
   * True when equal values always give equal bytes, so that they may be keys; a value for which that cannot
   * be had is refused by `encode`. See `key-coder.ts` for coders of which this is false.
   */
  readonly deterministic: boolean;
  /**
   * True when URN, components and payload do not describe the coder in full (it knows classes, say): a worker
   * in another process needs the same object made by the same pipeline file.
   */
  readonly opaque?: boolean;
  /** Writes `value` in the nested context. @throws BeamError `E_ENCODE` or `E_NO_CODER` */
  encode(value: T, writer: ByteWriter): void;
  /** Reads one value of the nested context. @throws BeamError `E_DECODE` */
  decode(reader: ByteReader): T;
  /** Writes `value` in the outer context; where a coder has no shorter form this is `encode`. */
  encodeOuter(value: T, writer: ByteWriter): void;
  /** Reads a value that reaches to the end of the reader. */
  decodeOuter(reader: ByteReader): T;
  /**
   * The coder of the same values whose bytes are canonical, for keys; absent when there is none or the coder
   * is deterministic already. Each reads what the other wrote.
   */
  keyForm?(): Coder<T>;
  /** A cheap guess of the bytes a value takes, for budgets; not exact. */
  estimateSize(value: T): number;
}
