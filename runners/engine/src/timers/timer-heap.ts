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
 * Invariant: `places[i].index === i` and `times[i] === places[i].at`, and no place is before the one above it. Times
 * stand apart so that most comparisons need not look into a place.
 */
export class TimerHeap<P extends HeapPlace> {
  private readonly places: P[] = [];
  private readonly times: number[] = [];

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
    this.times.push(place.at);
    this.rise(place);
  }

  /** Takes a place out; it must be in. */
  remove(place: P): void {
    const { index } = place;
    const last = this.places.pop()!;
    this.times.pop();
    place.index = -1;
    if (last === place) return;
    this.put(last, index);
    this.rise(last);
    this.sink(last);
  }

  private rise(place: P): void {
    let { index } = place;
    while (index > 0) {
      const above = (index - 1) >> 1;
      if (!this.isBefore(place, above)) break;
      this.put(this.places[above]!, index);
      index = above;
    }
    this.put(place, index);
  }

  private sink(place: P): void {
    const { places, times } = this;
    const { length } = places;
    let { index } = place;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= length) break;
      const right = below + 1;
      if (right < length && times[right]! <= times[below]! && this.isBefore(places[right]!, below))
        below = right;
      if (this.isBefore(place, below)) break;
      this.put(places[below]!, index);
      index = below;
    }
    this.put(place, index);
  }

  private put(place: P, index: number): void {
    this.places[index] = place;
    this.times[index] = place.at;
    place.index = index;
  }

  private isBefore(place: P, other: number): boolean {
    const at = this.times[other]!;
    return place.at < at || (place.at === at && place.order < this.places[other]!.order);
  }
}
