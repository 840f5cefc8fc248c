import { avalanche } from '@hornbeam/sdk/model';
import { readUint32, writeUint32 } from './frame.js';

/**
 * A hash of 64 bits over the checksums of frames, epoch after epoch: an epoch that is missing, moved or of another
 * history does not fit. It is no proof against somebody who wants to deceive.
 */
export class EpochChain {
  private high: number;
  private low: number;

  constructor(text = '0000000000000000') {
    this.high = Number.parseInt(text.slice(0, 8), 16) | 0;
    this.low = Number.parseInt(text.slice(8), 16) | 0;
  }

  /** The 32 bits of a checksum, or of a number. */
  add(bits: number): void {
    this.low = Math.imul(this.low ^ bits, 0x9e3779b1) + this.high;
    this.high = Math.imul((this.high << 13) | (this.high >>> 19), 0x85ebca6b) ^ this.low;
  }

  /** The frames of an epoch have been added. */
  endEpoch(epoch: number): void {
    this.add(epoch);
    this.low = avalanche(this.low ^ this.high);
    this.high = avalanche((this.high + this.low) | 0);
  }

  writeTo(bytes: Uint8Array, at: number): void {
    writeUint32(bytes, at, this.high);
    writeUint32(bytes, at + 4, this.low);
  }

  isAt(bytes: Uint8Array, at: number): boolean {
    return readUint32(bytes, at) === this.high >>> 0 && readUint32(bytes, at + 4) === this.low >>> 0;
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    return [this.high, this.low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

/** The chain at a place of bytes, as its digits. */
export const chainAt = (bytes: Uint8Array, at: number): string =>
  [at, at + 4].map((half) => readUint32(bytes, half).toString(16).padStart(8, '0')).join('');
