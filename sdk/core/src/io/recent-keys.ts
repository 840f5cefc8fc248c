/** Remembers what was last noted under so many keys; those noted first are forgotten first. */
export class RecentKeys<V> {
  private readonly limit: number;
  private readonly values = new Map<string, V>();

  /** @param limit how many keys are remembered; 0 remembers nothing */
  constructor(limit: number) {
    this.limit = limit;
  }

  get(key: string): V | undefined {
    return this.values.get(key);
  }

  note(key: string, value: V): void {
    this.values.set(key, value);
    if (this.values.size <= this.limit) return;
    for (const first of this.values.keys()) {
      this.values.delete(first);
      return;
    }
  }

  /** Forgets a key, if it still stands for `value`. */
  forget(key: string, value: V): void {
    if (this.values.get(key) === value) this.values.delete(key);
  }
}
