import type { EpochWriter, StateEntry, StateStore } from '@hornbeam/store';

/** What goes wrong on purpose between a run and its store, see mutants.ts. */
export interface StoreFlaws {
  /** Changes of these spaces are lost: by the first word of their names, and what kind of change. */
  readonly loses?: { readonly space: string; readonly change: 'put' | 'append' | 'delete' };
  /** Bytes are added twice. */
  readonly appendsTwice?: string;
  /** What was added takes the place of what there was. */
  readonly appendsAnew?: string;
  /** An epoch is said to be durable before it is. */
  readonly acknowledgesFirst?: boolean;
  /** An epoch with few changes is taken for an empty one, and left out. */
  readonly leavesOutSmall?: number;
  /** The number of an epoch is that of the one before. */
  readonly numbersTwice?: boolean;
  /** What one space has is not read again. */
  readonly forgets?: string;
  /** What is written of the run itself, such as "∞", is written as something else. */
  readonly rewrites?: readonly [text: string, other: string];
}

/** A store that does not do quite what it is told. */
export function flawed(store: StateStore, flaws: StoreFlaws): StateStore {
  const isIn = (space: string, word: string | undefined): boolean =>
    word !== undefined &&
    (word === '*' || space === word || space.startsWith(`${word} `) || space.startsWith(`${word}:`));
  const pending: Promise<unknown>[] = [];
  return {
    get epoch() {
      return flaws.numbersTwice ? Math.max(0, store.epoch - 1) : store.epoch;
    },
    get committedAt() {
      return store.committedAt;
    },
    spaces: () => store.spaces(),
    get: (space, key) => (isIn(space, flaws.forgets) ? undefined : store.get(space, key)),
    entries: (space): Iterable<StateEntry> => (isIn(space, flaws.forgets) ? [] : store.entries(space)),
    count: (space) => store.count(space),
    begin() {
      const writer = store.begin();
      let changes = 0;
      const loses = (space: string, change: 'put' | 'append' | 'delete'): boolean =>
        flaws.loses?.change === change && isIn(space, flaws.loses.space);
      const flawedWriter: EpochWriter & { inner: EpochWriter; changes(): number } = {
        inner: writer,
        changes: () => changes,
        get bytes() {
          return writer.bytes;
        },
        put(space, key, value) {
          if (space !== 'run') changes++;
          if (loses(space, 'put')) return;
          writer.put(space, key, space === 'run' ? rewritten(value, flaws.rewrites) : value);
        },
        append(space, key, bytes) {
          changes++;
          if (loses(space, 'append')) return;
          if (isIn(space, flaws.appendsAnew)) writer.put(space, key, bytes);
          else writer.append(space, key, bytes);
          if (isIn(space, flaws.appendsTwice)) writer.append(space, key, bytes);
        },
        delete(space, key) {
          changes++;
          if (!loses(space, 'delete')) writer.delete(space, key);
        },
      };
      return flawedWriter;
    },
    async commit(changes, at) {
      const { inner, changes: count } = changes as EpochWriter & { inner: EpochWriter; changes(): number };
      await Promise.all(pending.splice(0)); // of one that acknowledges first: one at a time all the same
      if (flaws.leavesOutSmall !== undefined && count() <= flaws.leavesOutSmall) return store.epoch;
      const done = store.commit(inner, at);
      if (!flaws.acknowledgesFirst) return done;
      pending.push(done.catch(() => undefined));
      return store.epoch + 1;
    },
    stats: () => store.stats(),
    async close() {
      await Promise.all(pending.splice(0));
      await store.close();
    },
  };
}

function rewritten(value: Uint8Array, rewrites: StoreFlaws['rewrites']): Uint8Array {
  if (rewrites === undefined) return value;
  return new TextEncoder().encode(new TextDecoder().decode(value).replaceAll(...rewrites));
}
