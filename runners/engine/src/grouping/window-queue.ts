import { type Instant, type Window, windowKey } from '@hornbeam/sdk/model';
import { type HeapPlace, TimerHeap } from '../timers/timer-heap.js';

/** A window in a {@link WindowQueue}. */
export interface QueuedWindow<V> extends HeapPlace {
  readonly window: Window;
  readonly value: V;
}

/**
 * Windows by the moment at which something is to be done about them, each with what is kept for it. Finding a window
 * and the first one costs the same however many there are.
 */
export class WindowQueue<V> {
  private readonly windows = new Map<string, QueuedWindow<V>>();
  private readonly heap = new TimerHeap<QueuedWindow<V>>();
  /** Counts what was ever added: the order of windows of the same moment. */
  private added = 0;

  get size(): number {
    return this.heap.size;
  }

  /** The window whose moment comes first. */
  get first(): QueuedWindow<V> | undefined {
    return this.heap.first;
  }

  get(window: Window): QueuedWindow<V> | undefined {
    return this.windows.get(windowKey(window));
  }

  /** Adds a window that is not there. */
  add(window: Window, at: Instant, value: V): QueuedWindow<V> {
    const queued = { window, value, at, order: this.added++, index: -1 };
    this.windows.set(windowKey(window), queued);
    this.heap.add(queued);
    return queued;
  }

  /** Takes a window out; it must be in. */
  remove(queued: QueuedWindow<V>): void {
    this.heap.remove(queued);
    this.windows.delete(windowKey(queued.window));
  }
}
