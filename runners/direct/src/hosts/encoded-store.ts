/**
 * Test mode `encodeEveryBundle`: every element that leaves a stage is written and read again by its coder, as on
 * a runner with remote workers. Proves that coders take the elements and give them back, and that no step relies
 * on getting the same object.
 */
import type { BatchHandle, EdgeId, StageId } from '@hornbeam/engine';
import {
  BeamError,
  ByteReader,
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

/** What an {@link EncodedStore} encodes, and who made it. */
export interface EncodedElements {
  readonly coder: Coder<any>;
  readonly origin: ErrorPlace;
}

/** Another store, with copies of the elements. */
export class EncodedStore implements SideStore {
  private readonly inner: EdgeStore;
  private readonly settings: EncodedElements;
  private readonly bytes = new ByteWriter();
  private readonly reader = new ByteReader(new Uint8Array());

  constructor(inner: EdgeStore, settings: EncodedElements) {
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
    return {
      receiver: {
        push: (value) => push(this.copy(value)),
        pushPair: (key, value) => push(this.copy({ key, value })),
      },
      get size() {
        return inner.size;
      },
      commit: () => inner.commit(),
    };
  }

  seal(): BatchHandle[] {
    return this.inner.seal();
  }

  feed(batches: readonly BatchHandle[]): Feed {
    return this.inner.feed(batches);
  }

  finished(batches: readonly BatchHandle[]): void {
    this.inner.finished(batches);
  }

  elements(window: Window): Iterable<unknown> {
    return (this.inner as SideStore).elements(window);
  }

  elementsIn(side: Window): Iterable<unknown> {
    return (this.inner as SideStore).elementsIn(side);
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
    this.inner.close();
  }

  /** @throws BeamError what the coder says, or `E_ENCODE` when it does not give back what it took */
  private copy(value: unknown): unknown {
    const { coder, origin } = this.settings;
    try {
      const written = this.encode(value);
      this.reader.reset(written);
      const copy: unknown = coder.decode(this.reader);
      if (this.reader.remaining > 0 || !sameBytes(this.encode(copy), written)) {
        throw new BeamError('E_ENCODE', `The coder ${coder.urn} does not give back what it took.`, {
          help: 'mend the coder: decode must read exactly what encode wrote',
        });
      }
      return copy;
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_ENCODE', { ...origin, element: preview(value) });
    }
  }

  private encode(value: unknown): Uint8Array {
    this.bytes.reset();
    this.settings.coder.encode(value, this.bytes);
    return this.bytes.finish();
  }
}
