import { describe, expect, test } from 'vitest';
import { ItemReader } from './item-reader.js';
import { ReaderSlot } from './reader-slot.js';

/** A reader that has taken so many numbers, and whether it was closed. */
function readerAt(position: number) {
  const life = { closed: 0 };
  const reader = new ItemReader<number>(function* () {
    try {
      for (let n = 0; ; n++) yield n;
    } finally {
      life.closed++;
    }
  });
  reader.peek();
  while (reader.position < position) {
    reader.take();
    reader.peek();
  }
  return { reader, life };
}

describe('a slot for a reader', () => {
  test('gives the reader to one call at a time; another waits until it is back (L1)', async () => {
    const slot = new ReaderSlot<number>().enter();
    expect(await slot.take(0)).toBeUndefined();
    const { reader } = readerAt(2);
    const taken: unknown[] = [];
    const turns = [slot.take(2), slot.take(2)].map(async (turn) => {
      const got = await turn;
      taken.push(got);
      return got;
    });
    await Promise.resolve();
    expect(taken).toEqual([]);
    await slot.park(reader);
    expect(await turns[0]).toBe(reader);
    expect(taken).toEqual([reader]);
    await slot.park(reader);
    expect(await turns[1]).toBe(reader);
  });

  test('closes a reader that has read beyond the position, and the turn begins without one', async () => {
    const slot = new ReaderSlot<number>().enter();
    await slot.take(0);
    const { reader, life } = readerAt(3);
    await slot.park(reader);
    expect(await slot.take(2)).toBeUndefined();
    expect(life.closed).toBe(1);
  });

  test('goes on with the next turn when a reader cannot be closed', async () => {
    const slot = new ReaderSlot<number>().enter();
    await slot.take(0);
    const failing = new ItemReader<number>(() => ({
      [Symbol.iterator]: () => ({
        next: () => ({ done: false as const, value: 1 }),
        return: () => {
          throw new Error('does not close');
        },
      }),
    }));
    failing.peek();
    failing.take();
    await slot.park(failing);
    await expect(slot.take(0)).rejects.toMatchObject({ code: 'E_USER' });
    expect(await slot.take(0)).toBeUndefined();
  });

  test('closes its reader with the last user, not before (L2)', async () => {
    const slot = new ReaderSlot<number>().enter().enter();
    await slot.take(0);
    const { reader, life } = readerAt(1);
    await slot.park(reader);
    await slot.leave();
    expect(life.closed).toBe(0);
    await slot.leave();
    expect(life.closed).toBe(1);
  });

  test('closes a reader that comes back when everyone has gone', async () => {
    const slot = new ReaderSlot<number>().enter();
    await slot.take(0);
    await slot.leave();
    const { reader, life } = readerAt(1);
    await slot.park(reader);
    expect(life.closed).toBe(1);
  });
});
