/** A place in a {@link TimerHeap}. */
export interface HeapPlace {
  readonly at: number;
  /** Decides between places of the same time: the smaller one is first. */
  readonly order: number;
  /** Where it is in the heap, -1 outside; the heap's own. */
  index: number;
}

/**
 * A binary heap by time from which any place can be taken at once. Timers are replaced more often than they fire (a
 * session's end moves with every element), so that marking them as gone and waiting for them to come up would fill
 * the heap with what is gone.
 *
 * Invariant: `places[i].index === i`, and no place is before the one above it.
 */
export class TimerHeap<P extends HeapPlace> {
  private readonly places: P[] = [];

  get size(): number {
    return this.places.length;
  }

  /** The place with the smallest time. */
  get first(): P | undefined {
    return this.places[0];
  }

  add(place: P): void {
    place.index = this.places.length;
    this.places.push(place);
    this.rise(place);
  }

  /** Takes a place out; it must be in. */
  remove(place: P): void {
    const { index } = place;
    const last = this.places.pop()!;
    place.index = -1;
    if (last === place) return;
    last.index = index;
    this.places[index] = last;
    this.rise(last);
    this.sink(last);
  }

  private rise(place: P): void {
    const { places } = this;
    let { index } = place;
    while (index > 0) {
      const above = places[(index - 1) >> 1]!;
      if (!isBefore(place, above)) break;
      places[index] = above;
      const next = above.index;
      above.index = index;
      index = next;
    }
    places[index] = place;
    place.index = index;
  }

  private sink(place: P): void {
    const { places } = this;
    let { index } = place;
    for (;;) {
      let below = places[2 * index + 1];
      if (below === undefined) break;
      const right = places[2 * index + 2];
      if (right !== undefined && isBefore(right, below)) below = right;
      if (!isBefore(below, place)) break;
      places[index] = below;
      const next = below.index;
      below.index = index;
      index = next;
    }
    places[index] = place;
    place.index = index;
  }
}

const isBefore = (a: HeapPlace, b: HeapPlace): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
