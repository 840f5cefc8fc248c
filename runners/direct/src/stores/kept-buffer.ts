import type { GroupBuffer } from '@hornbeam/engine';

/** What of a buffer is not kept yet. */
export interface BufferChange {
  /** The values are all there is; else they come behind those that are kept. */
  readonly isWhole: boolean;
  readonly values: readonly unknown[];
}

/** A buffer whose content can be kept elsewhere. */
export interface KeptBuffer extends GroupBuffer<unknown> {
  /** It is small, and always whole when it changes: it is kept with its group, and not beside it under a number. */
  readonly isInline: boolean;
  /** The number under which it is kept; undefined where it is not. */
  keptAs: number | undefined;
  /** What changed since this was last asked. @param isNew nothing of it is kept */
  takeChange(isNew: boolean): BufferChange;
  /** Begins with what was kept. */
  restore(values: readonly unknown[]): void;
}
