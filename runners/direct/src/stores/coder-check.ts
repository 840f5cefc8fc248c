import { ByteWriter } from '@hornbeam/sdk/model';

/** So many first values of a store are tried, then one in `EVERY`. */
const FIRST = 16;
const EVERY = 1024;

/**
 * Tries a coder on samples of what a store is given. Values stay live in memory and would meet their coder only
 * when the store spills, or on another runner: a value that no coder takes should not pass or fail by the size
 * of the input.
 */
export class CoderCheck {
  private readonly encode: (value: unknown, writer: ByteWriter) => void;
  private readonly writer = new ByteWriter();
  private seen = 0;

  constructor(encode: (value: unknown, writer: ByteWriter) => void) {
    this.encode = encode;
  }

  /** @throws BeamError `E_NO_CODER` or `E_ENCODE` for a sample that the coder refuses */
  see(value: unknown): void {
    const number = this.seen++;
    if (number >= FIRST && number % EVERY !== 0) return;
    this.writer.reset();
    this.encode(value, this.writer);
  }
}
