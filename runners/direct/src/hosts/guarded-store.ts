/**
 * Test mode `checkImmutability`: elements are live objects that several steps share, so no callback may change
 * its input, or an output it has sent. This store compares the bytes of elements before and after.
 *
 * Owns: the bytes of the elements of the bundles under way.
 *
 * Invariants:
 *  V1  an element has the same bytes when its bundle ends as when it was fed (asynchronous callbacks too), and
 *      right after the call.
 *  V2  an element has the same bytes when the bundle that sent it ends as when it was sent.
 *  V3  the elements of a side input have the same bytes after a bundle as when they were first read.
 */
import type { BatchHandle, EdgeId, StageId } from '@hornbeam/engine';
import {
  BeamError,
  ByteWriter,
  type Coder,
  type ErrorPlace,
  type Instant,
  preview,
  sameBytes,
  type Window,
} from '@hornbeam/sdk/model';
import type { Cursor, Feed } from '@hornbeam/sdk/worker';
import type { EdgeStore, EdgeWriter, SideStore } from './edge-store.js';

/** How a {@link GuardedStore} looks at elements. */
export interface GuardSettings {
  /** Of what is pushed into the edge. */
  readonly written: Coder<any>;
  /** Of what the edge feeds. */
  readonly read: Coder<any>;
  readonly origin: ErrorPlace;
  /** Accumulators may be changed by the combine they are fed to. */
  readonly mayChange: boolean;
}

/** An element and its bytes before the user's code had it. */
interface Witness {
  readonly value: unknown;
  readonly bytes: Uint8Array;
}

/** What a side input had in a window. */
interface SeenWindow {
  readonly version: number;
  readonly elements: readonly unknown[];
}

/** Another store, with a watch on its elements. */
export class GuardedStore implements SideStore {
  private readonly inner: EdgeStore;
  private readonly settings: GuardSettings;
  private readonly fed = new Map<readonly BatchHandle[], Witness[]>();
  private readonly sides: Witness[] = [];
  /** By windows of the main input, and of the side input itself. */
  private readonly windows = new Map<Window, SeenWindow>();
  private readonly sideWindows = new Map<Window, SeenWindow>();
  private readonly bytes = new ByteWriter();

  constructor(inner: EdgeStore, settings: GuardSettings) {
    this.inner = inner;
    this.settings = settings;
  }

  get edge(): EdgeId {
    return this.inner.edge;
  }

  get counts(): EdgeStore['counts'] {
    return this.inner.counts;
  }

  writer(cursor: Cursor): EdgeWriter {
    const inner = this.inner.writer(cursor);
    const { push } = inner.receiver;
    let sent: Witness[] = [];
    const watched = (value: unknown): void => {
      sent.push(this.witness(value, this.settings.written));
      push(value);
    };
    return {
      receiver: { push: watched, pushPair: (key, value) => watched({ key, value }) },
      get size() {
        return inner.size;
      },
      commit: () => {
        const all = sent;
        sent = [];
        for (const each of all) this.check(each, this.settings.written, 'an element it had sent already'); // V2
        return inner.commit();
      },
    };
  }

  seal(): BatchHandle[] {
    return this.inner.seal();
  }

  feed(batches: readonly BatchHandle[]): Feed {
    const feed = this.inner.feed(batches);
    if (this.settings.mayChange) return feed;
    const witnesses: Witness[] = [];
    this.fed.set(batches, witnesses);
    const watch = (value: unknown, push: () => void): void => {
      const witness = this.witness(value, this.settings.read);
      witnesses.push(witness);
      push();
      this.check(witness, this.settings.read, 'its input'); // V1
    };
    return {
      run: (input, cursor, pace) =>
        feed.run(
          {
            push: (value) => watch(value, () => input.push(value)),
            pushPair: (key, value) => watch({ key, value }, () => input.pushPair(key, value)),
          },
          cursor,
          pace,
        ),
    };
  }

  finished(batches: readonly BatchHandle[]): void {
    for (const each of this.fed.get(batches) ?? []) this.check(each, this.settings.read, 'its input'); // V1
    this.fed.delete(batches);
    for (const each of this.sides) this.check(each, this.settings.read, 'a side input'); // V3
    this.inner.finished(batches);
  }

  elements(window: Window): Iterable<unknown> {
    return this.watched(this.windows, window, (of) => (this.inner as SideStore).elements(of));
  }

  elementsIn(side: Window): Iterable<unknown> {
    return this.watched(this.sideWindows, side, (of) => (this.inner as SideStore).elementsIn(of));
  }

  get version(): number {
    return (this.inner as SideStore).version;
  }

  isReady(main: Window, watermark: Instant): boolean {
    return (this.inner as SideStore).isReady(main, watermark);
  }

  expire(before: Instant, reader: StageId, busy: readonly StageId[]): void {
    (this.inner as SideStore).expire(before, reader, busy);
  }

  close(): void {
    this.fed.clear();
    this.windows.clear();
    this.sideWindows.clear();
    this.inner.close();
  }

  private watched(
    seen: Map<Window, SeenWindow>,
    window: Window,
    read: (window: Window) => Iterable<unknown>,
  ): readonly unknown[] {
    const { version } = this;
    let known = seen.get(window);
    if (known?.version !== version) {
      known = { version, elements: [...read(window)] };
      for (const value of known.elements) this.sides.push(this.witness(value, this.settings.read));
      seen.set(window, known);
    }
    return known.elements;
  }

  private witness(value: unknown, coder: Coder<any>): Witness {
    return { value, bytes: this.encode(value, coder) };
  }

  /** @throws BeamError `E_USER`; whose callback it was, the host knows */
  private check({ value, bytes }: Witness, coder: Coder<any>, what: string): void {
    if (sameBytes(this.encode(value, coder), bytes)) return;
    throw new BeamError('E_USER', `The callback changed ${what}.`, {
      element: preview(value),
      help: 'elements are shared between steps: return a changed copy, such as { ...element, field: value }',
    });
  }

  private encode(value: unknown, coder: Coder<any>): Uint8Array {
    try {
      this.bytes.reset();
      coder.encode(value, this.bytes);
      return this.bytes.finish();
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_ENCODE', { ...this.settings.origin, element: preview(value) });
    }
  }
}
