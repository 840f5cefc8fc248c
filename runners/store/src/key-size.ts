/** A key and how much is kept under it. */
export interface KeySize {
  readonly key: Uint8Array;
  /** Of the value. */
  readonly bytes: number;
}
