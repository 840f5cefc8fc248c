import type { Metadata } from '@hornbeam/sdk/model';
import { type Grouping, groupMetadata } from './grouping.js';

/** One key and window of a grouping of bounded input. */
export interface OpenGroup {
  readonly key: unknown;
  readonly values: Iterable<unknown>;
  readonly metadata: Metadata;
}

/** What a grouping that waits for all of its input keeps, and makes of it. */
export interface Groups {
  add(key: unknown, value: unknown, metadata: Metadata): void;
  /** Everything was added. Returns how many values there are. */
  seal(): number;
  /** All groups. May be called as often as there are readers. */
  read(): Iterable<OpenGroup> | AsyncIterable<OpenGroup>;
  readonly valueCount: number;
  readonly totalBytes: number;
  close(): void;
}

/** Groups by key and window as they come: results carry the end of their window. */
export class PlainGroups implements Groups {
  private readonly grouping: Grouping;

  constructor(grouping: Grouping) {
    this.grouping = grouping;
  }

  get valueCount(): number {
    return this.grouping.valueCount;
  }

  get totalBytes(): number {
    return this.grouping.totalBytes;
  }

  add(key: unknown, value: unknown, metadata: Metadata): void {
    this.grouping.add(key, value, metadata);
  }

  seal(): number {
    return this.grouping.seal();
  }

  *read(): Iterable<OpenGroup> {
    let window: unknown;
    let metadata: Metadata | undefined;
    for (const group of this.grouping.read()) {
      if (group.window !== window || metadata === undefined) {
        window = group.window;
        metadata = groupMetadata(group.window, group.window.maxTimestamp);
      }
      yield { key: group.key, values: group.values, metadata };
    }
  }

  close(): void {
    this.grouping.close();
  }
}
