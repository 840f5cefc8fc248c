import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EpochWriter, StateStore } from './state-store.js';

/** A place where a store can be opened again and again. */
export interface StorePlace {
  open(): Promise<StateStore>;
  /** Nothing is left of it. */
  clear(): Promise<void>;
}

/** Bytes of a text. */
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('latin1');

/** What a store has, by space and key, as text of one character a byte. */
export function contentOf(
  store: Pick<StateStore, 'spaces' | 'entries'>,
): Record<string, Record<string, string>> {
  const content: Record<string, Record<string, string>> = {};
  for (const space of [...store.spaces()].sort()) {
    const entries = [...store.entries(space)].map(
      ({ key, value }) => [textOf(key)!, textOf(value)!] as const,
    );
    content[space] = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return content;
}

/** One change of an epoch. */
export interface Change {
  readonly kind: 'put' | 'append' | 'delete';
  readonly space: string;
  readonly key: string;
  readonly bytes: string;
}

/** What the store should have: a Map, changed as the port says. */
export class StoreModel {
  readonly content = new Map<string, Map<string, string>>();

  apply({ kind, space, key, bytes }: Change): void {
    const keys = this.content.get(space) ?? new Map<string, string>();
    if (kind === 'delete') keys.delete(key);
    else keys.set(key, kind === 'put' ? bytes : (keys.get(key) ?? '') + bytes);
    if (keys.size === 0) this.content.delete(space);
    else this.content.set(space, keys);
  }

  /** As {@link contentOf}. */
  seen(): Record<string, Record<string, string>> {
    return Object.fromEntries(
      [...this.content]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([space, keys]) => {
          return [space, Object.fromEntries([...keys].sort(([a], [b]) => (a < b ? -1 : 1)))];
        }),
    );
  }
}

/** Tells a writer what the model was told. */
export function tell(writer: EpochWriter, { kind, space, key, bytes }: Change): void {
  const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
  if (kind === 'delete') writer.delete(space, latin1(key));
  else writer[kind](space, latin1(key), latin1(bytes));
}

/** Changes of a few keys in a few spaces, so that they meet. */
export const anyChange: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('put', 'append', 'append', 'delete'),
  space: fc.constantFrom('a', 'step Count/total: state seen', 'größe'),
  key: fc.constantFrom('', 'k', 'key 2', 'ÿ\0', 'long '.repeat(40)),
  bytes: fc.oneof(
    fc.string({ maxLength: 8 }).map((text) => Buffer.from(text).toString('latin1')),
    fc.constant('x'.repeat(3000)),
  ),
});

/** What every implementation of the port must do. */
export function describeStateStore(name: string, place: () => Promise<StorePlace>): void {
  describe(name, () => {
    test('a new store is at epoch 0 and has nothing', async () => {
      const store = await (await place()).open();
      expect([store.epoch, store.committedAt, store.spaces(), store.count('a')]).toEqual([0, 0, [], 0]);
      expect(store.get('a', utf8('k'))).toBeUndefined();
      expect(contentOf(store)).toEqual({});
      expect(store.stats()).toMatchObject({ keys: 0, liveBytes: 0 });
      await store.close();
    });

    test('changes are seen when they are committed, and not before', async () => {
      const store = await (await place()).open();
      const epoch = store.begin();
      epoch.put('a', utf8('k'), utf8('value'));
      expect(store.get('a', utf8('k'))).toBeUndefined();
      const committing = store.commit(epoch, 1700);
      expect(await committing).toBe(1);
      expect([store.epoch, store.committedAt]).toEqual([1, 1700]);
      expect(textOf(store.get('a', utf8('k')))).toBe('value');
      await store.close();
    });

    test('changes that were given up leave nothing', async () => {
      const store = await (await place()).open();
      store.begin().put('gone', utf8('k'), utf8('v'));
      const epoch = store.begin();
      epoch.put('a', utf8('k'), utf8('v'));
      await store.commit(epoch, 1);
      expect(contentOf(store)).toEqual({ a: { k: 'v' } });
      await store.close();
    });

    test('bytes handed in may be changed afterwards, and bytes handed out too', async () => {
      const store = await (await place()).open();
      const [key, value] = [utf8('k'), utf8('value')];
      const epoch = store.begin();
      epoch.put('a', key, value);
      key.fill(0);
      value.fill(0);
      await store.commit(epoch, 1);
      store.get('a', utf8('k'))!.fill(0);
      for (const entry of store.entries('a')) {
        entry.key.fill(0);
        entry.value.fill(0);
      }
      expect(contentOf(store)).toEqual({ a: { k: 'value' } });
      await store.close();
    });

    test('the changes of one epoch are applied in their order', async () => {
      const store = await (await place()).open();
      const epoch = store.begin();
      epoch.append('a', utf8('k'), utf8('lost'));
      epoch.delete('a', utf8('k'));
      epoch.append('a', utf8('k'), utf8('1'));
      epoch.append('a', utf8('k'), utf8('2'));
      epoch.put('a', utf8('p'), utf8('lost'));
      epoch.put('a', utf8('p'), utf8('kept'));
      epoch.append('a', utf8('p'), utf8(' on'));
      epoch.put('a', utf8('d'), utf8('lost'));
      epoch.delete('a', utf8('d'));
      epoch.delete('a', utf8('never there'));
      await store.commit(epoch, 1);
      expect(contentOf(store)).toEqual({ a: { k: '12', p: 'kept on' } });
      await store.close();
    });

    test('empty epochs count, also when the store is opened again', async () => {
      const where = await place();
      let store = await where.open();
      for (let epoch = 1; epoch <= 3; epoch++)
        expect(await store.commit(store.begin(), epoch * 10)).toBe(epoch);
      await store.close();
      store = await where.open();
      expect([store.epoch, store.committedAt]).toEqual([3, 30]);
      expect(await store.commit(store.begin(), 40)).toBe(4);
      await store.close();
    });

    test('what another store began is refused, and what was committed already', async () => {
      const store = await (await place()).open();
      const other = await (await place()).open();
      await expect(store.commit(other.begin(), 1)).rejects.toMatchObject({ code: 'E_INTERNAL' });
      await store.commit(store.begin(), 1);
      expect(store.epoch).toBe(1);
      await store.close();
      await other.close();
    });

    test('a store is a map that is changed epoch by epoch, however often it is opened', async () => {
      const epochs = fc.array(
        fc.record({ changes: fc.array(anyChange, { maxLength: 12 }), reopens: fc.boolean() }),
        { maxLength: 12 },
      );
      await fc.assert(
        fc.asyncProperty(epochs, async (run) => {
          const where = await place();
          const model = new StoreModel();
          let store = await where.open();
          let epoch = 0;
          for (const { changes, reopens } of run) {
            const writer = store.begin();
            for (const change of changes) {
              tell(writer, change);
              model.apply(change);
            }
            expect(await store.commit(writer, epoch + 7)).toBe(++epoch);
            if (reopens) {
              await store.close();
              store = await where.open();
            }
            const expected = model.seen();
            expect(contentOf(store)).toEqual(expected);
            expect([...store.spaces()].sort()).toEqual(Object.keys(expected));
            for (const [space, keys] of Object.entries(expected)) {
              expect(store.count(space)).toBe(Object.keys(keys).length);
              for (const [key, value] of Object.entries(keys)) {
                expect(textOf(store.get(space, Uint8Array.from(Buffer.from(key, 'latin1'))))).toBe(value);
              }
            }
            const all = Object.values(expected).flatMap(Object.entries);
            expect(store.stats().keys).toBe(all.length);
            expect(store.stats().liveBytes).toBe(all.reduce((sum, [k, v]) => sum + k.length + v.length, 0));
          }
          await store.close();
          await where.clear();
        }),
        { numRuns: Number(process.env.RUNS ?? 40) },
      );
    });
  });
}
