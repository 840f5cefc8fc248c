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
  test('gives the reader to one call at a time (L1)', async () => {
    const slot = new ReaderSlot<number>().enter();
    const { reader } = readerAt(2);
    await slot.park(reader);
    expect(await slot.take(2)).toBe(reader);
    expect(await slot.take(2)).toBeUndefined();
    await slot.park(reader);
    expect(await slot.take(5)).toBe(reader);
  });

  test('closes a reader that has read beyond the position', async () => {
    const slot = new ReaderSlot<number>().enter();
    const { reader, life } = readerAt(3);
    await slot.park(reader);
    expect(await slot.take(2)).toBeUndefined();
    expect(life.closed).toBe(1);
    expect(await slot.take(3)).toBeUndefined();
  });

  test('keeps the reader that was put back first, and closes the other', async () => {
    const slot = new ReaderSlot<number>().enter();
    const [first, second] = [readerAt(1), readerAt(1)];
    await slot.park(first.reader);
    await slot.park(second.reader);
    expect([first.life.closed, second.life.closed]).toEqual([0, 1]);
    expect(await slot.take(1)).toBe(first.reader);
  });

  test('closes its reader with the last user, not before (L2)', async () => {
    const slot = new ReaderSlot<number>().enter().enter();
    const { reader, life } = readerAt(1);
    await slot.park(reader);
    await slot.leave();
    expect(life.closed).toBe(0);
    await slot.leave();
    expect(life.closed).toBe(1);
  });

  test('closes a reader that comes back when everyone has gone', async () => {
    const slot = new ReaderSlot<number>().enter();
    await slot.leave();
    const { reader, life } = readerAt(1);
    await slot.park(reader);
    expect(life.closed).toBe(1);
  });
});
