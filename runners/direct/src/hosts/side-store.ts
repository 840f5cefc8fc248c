import type { BatchHandle, EdgeId } from '@hornbeam/engine';
import { BeamError, type Window, windowKey } from '@hornbeam/sdk/model';
import { type Cursor, type Feed, type Receiver, receiver } from '@hornbeam/sdk/worker';
import type { Spool } from '../stores/spool.js';
import type { SideStore } from './edge-store.js';

/** A side input: the elements of each window apart, read as often as wanted. */
export class SideInputStore implements SideStore {
  readonly edge: EdgeId;
  private readonly sideWindow: (main: Window) => Window;
  private readonly makeSpool: () => Spool;
  private readonly windows = new Map<string, Spool>();
  private added = 0;
  private isClosed = false;

  /** @param sideWindow the window of the side input that goes with one of the main input */
  constructor(edge: EdgeId, sideWindow: (main: Window) => Window, makeSpool: () => Spool) {
    this.edge = edge;
    this.sideWindow = sideWindow;
    this.makeSpool = makeSpool;
  }

  get counts(): { in: number; out: number } {
    return { in: this.added, out: this.added };
  }

  receiver(cursor: Cursor): Receiver {
    return receiver((value) => {
      this.added++;
      for (const window of cursor.metadata.windows) this.spoolOf(window).add(value, cursor.metadata);
    });
  }

  commit(): BatchHandle | undefined {
    return undefined;
  }

  seal(): BatchHandle[] {
    return [];
  }

  feed(): Feed {
    throw new BeamError('E_INTERNAL', 'A side input is read, not fed.');
  }

  finished(): void {}

  elements(window: Window): Iterable<unknown> {
    const spool = this.windows.get(windowKey(this.sideWindow(window)));
    if (spool === undefined) return [];
    const check = (): void => {
      if (!this.isClosed) return;
      throw new BeamError('E_SIDE_INPUT', 'A side input was read after the steps that use it had ended.', {
        help: 'do not keep its iterable: copy it, [...iterable], or use asList()',
      });
    };
    return {
      *[Symbol.iterator]() {
        check();
        for (const { value } of spool.read()) {
          yield value;
          check();
        }
      },
    };
  }

  close(): void {
    this.isClosed = true;
    for (const spool of this.windows.values()) spool.close();
    this.windows.clear();
  }

  private spoolOf(window: Window): Spool {
    const key = windowKey(window);
    let spool = this.windows.get(key);
    if (spool === undefined) {
      spool = this.makeSpool();
      this.windows.set(key, spool);
    }
    return spool;
  }
}
