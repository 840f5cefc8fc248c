import { expect, test } from 'vitest';
import { chanceOf } from './chance.fixture.js';
import { epochsOf, expectedOf, goOn, openSmall } from './crashing-run.fixture.js';
import { DURABLE_FRAME } from './frame.js';
import { StoreInspection } from './inspection.js';
import { contentOf } from './state-store-contract.fixture.js';
import { SimulatedDisk } from './testing/simulated-disk.js';

const EPOCHS = 60;

async function filledDisk(keepSnapshots: number, seed = 11): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk(chanceOf(seed));
  const store = await openSmall(disk, keepSnapshots);
  await goOn(store, epochsOf(seed, EPOCHS));
  await store.close();
  return disk;
}

test('every epoch that is listed can be looked at as it was', async () => {
  const disk = await filledDisk(3);
  const inspection = new StoreInspection(disk);
  const expected = expectedOf(epochsOf(11, EPOCHS));
  const epochs = inspection.epochs();
  expect(epochs.filter(({ isSnapshot }) => isSnapshot)).toHaveLength(3);
  expect(epochs.length).toBeGreaterThan(10);
  expect(epochs.at(-1)).toMatchObject({ epoch: EPOCHS, at: 1000 + EPOCHS - 1 });
  expect(epochs.filter(({ changes }) => changes !== undefined).length).toBeGreaterThan(10);
  epochs.forEach(({ epoch, at, bytes, changes, isSnapshot }, i) => {
    expect(epoch).toBe(epochs[0]!.epoch + i);
    if (!isSnapshot) expect(bytes).toBeGreaterThan(0);
    if (changes !== undefined) expect(changes).toBe(epochsOf(11, EPOCHS)[epoch - 1]!.length);
    const view = inspection.at(epoch);
    expect([view.epoch, view.committedAt]).toEqual([epoch, at]);
    expect(contentOf(view), `epoch ${epoch}`).toEqual(expected[epoch]);
    for (const space of view.spaces()) {
      const sizes = [...view.keys(space)].map(({ key, bytes }) => [Buffer.from(key).toString(), bytes]);
      const values = Object.entries(expected[epoch]![space]!).map(([key, value]) => [key, value.length]);
      expect(sizes.sort()).toEqual(values.sort());
    }
    view.close();
  });
});

test('an epoch that is not kept is an error that says where to look', async () => {
  const inspection = new StoreInspection(await filledDisk(1));
  const first = inspection.epochs()[0]!.epoch;
  expect(first).toBeGreaterThan(1);
  for (const epoch of [first - 1, EPOCHS + 1]) {
    expect(() => inspection.at(epoch)).toThrowError(
      expect.objectContaining({ code: 'E_USAGE', help: expect.stringContaining('checkpoint ls') }),
    );
  }
});

test('a folder without a store says so', () => {
  expect(() => new StoreInspection(new SimulatedDisk(chanceOf(1))).epochs()).toThrowError(
    expect.objectContaining({ code: 'E_STATE_DIR' }),
  );
});

test('a manifest that is damaged is named by a verification, and nothing else is looked at', async () => {
  const disk = await filledDisk(1);
  disk.flip('manifest', 50 * 8);
  expect(new StoreInspection(disk).verify()).toMatchObject([{ file: 'manifest', offset: 32, isData: true }]);
});

test('files that an owner at work removes while they are verified are no damage', async () => {
  const disk = new SimulatedDisk(chanceOf(4));
  const store = await openSmall(disk);
  await goOn(store, epochsOf(4, 20));
  const later = disk.copy();
  const rest = await openSmall(later);
  await goOn(rest, epochsOf(4, EPOCHS));
  await rest.close();
  // The manifest is read of the earlier disk, everything behind it of the later one.
  let reads = 0;
  const moving = {
    folder: disk.folder,
    list: () => later.list(),
    open: (name: string) => (name === 'manifest' && reads++ === 0 ? disk : later).open(name),
  };
  expect(new StoreInspection(moving as unknown as SimulatedDisk).verify()).toEqual([]);
  expect(reads).toBeGreaterThan(1);
  await store.close();
});

test('a store is looked at while it is committed to', async () => {
  const disk = new SimulatedDisk(chanceOf(4));
  const epochs = epochsOf(4, EPOCHS);
  const expected = expectedOf(epochs);
  const store = await openSmall(disk);
  const inspection = new StoreInspection(disk);
  while (store.epoch < EPOCHS) {
    await goOn(store, epochs.slice(0, store.epoch + 1));
    const view = inspection.at();
    expect(contentOf(view)).toEqual(expected[store.epoch]);
    view.close();
    expect(inspection.epochs().at(-1)!.epoch).toBe(store.epoch);
    expect(inspection.verify().filter(({ isData }) => isData)).toEqual([]);
  }
  await store.close();
});

test('a bit that flips anywhere is refused, or changes no answer, and a verification names its place', {
  timeout: 60_000,
}, async () => {
  const disk = await filledDisk(1);
  const expected = expectedOf(epochsOf(11, EPOCHS));
  expect(new StoreInspection(disk).verify()).toEqual([]);
  const chance = chanceOf(99);
  const seen = { refused: 0, right: 0 };
  for (const name of disk.list()) {
    const size = disk.contentOf(name).length;
    for (let byte = 0; byte < size; byte += 1 + chance.below(size > 600 ? 12 : 3)) {
      const hurt = disk.copy();
      hurt.flip(name, byte * 8 + chance.below(8));
      const where = `${name}, byte ${byte}`;
      try {
        const store = await openSmall(hurt.copy());
        expect([store.epoch, contentOf(store)], where).toEqual([EPOCHS, expected[EPOCHS]]);
        await store.close();
        seen.right++;
      } catch (thrown) {
        expect(thrown, where).toMatchObject({ code: expect.stringMatching(/^E_STATE_(DAMAGED|DIR)$/) });
        expect((thrown as Error).message, where).toContain(name);
        seen.refused++;
      }
      // What the mark of the last epoch of a file says is said by the file behind it too; the index of the last file
      // may be unfinished.
      if (name === disk.list().findLast((each) => each.endsWith('.index'))) continue;
      if (name === 'manifest' || (name.endsWith('.log') && byte >= size - DURABLE_FRAME)) continue;
      const found = new StoreInspection(hurt).verify();
      expect(
        found.map(({ file }) => file),
        where,
      ).toContain(name);
      const [damage] = found.filter(({ file }) => file === name);
      // The frame that holds the byte, or the first that does not fit behind it.
      if (!name.endsWith('.index')) expect(damage!.offset, where).toBeLessThanOrEqual(Math.max(byte, 32));
    }
  }
  expect(seen.refused).toBeGreaterThan(100);
  expect(seen.right).toBeGreaterThan(100);
});

test('after a process was killed a bit that flips in the last epoch is not taken for a torn end', async () => {
  const disk = new SimulatedDisk(chanceOf(8));
  const store = await openSmall(disk);
  await goOn(store, epochsOf(8, 12));
  // The mark that the epoch is durable is written beside the next work.
  for (let turn = 0; turn < 50; turn++) await undefined;
  disk.kill();
  disk.restart();
  const log = disk
    .list()
    .filter((name) => name.endsWith('.log'))
    .at(-1)!;
  const size = disk.contentOf(log).length;
  for (let byte = 32; byte < size - 28; byte++) {
    const hurt = disk.copy();
    hurt.flip(log, byte * 8 + (byte % 8));
    await expect(openSmall(hurt), `byte ${byte} of ${size}`).rejects.toMatchObject({
      code: 'E_STATE_DAMAGED',
    });
  }
});

test('a file that is missing or too short is refused by its name', async () => {
  const disk = await filledDisk(1);
  for (const name of disk.list()) {
    if (name.endsWith('.index')) continue;
    const missing = disk.copy();
    await missing.remove(name);
    await expect(openSmall(missing), name).rejects.toMatchObject({
      code: 'E_STATE_DAMAGED',
      message: expect.stringContaining(name),
    });
    const short = disk.copy();
    short.write(name, disk.contentOf(name).subarray(0, disk.contentOf(name).length - DURABLE_FRAME - 1));
    await expect(openSmall(short), name).rejects.toMatchObject({
      code: 'E_STATE_DAMAGED',
      message: expect.stringContaining(name),
    });
  }
});

test('without any index a store is opened all the same, and writes them anew', async () => {
  const disk = await filledDisk(1);
  const indexes = disk.list().filter((name) => name.endsWith('.index'));
  for (const name of indexes) await disk.remove(name);
  const store = await openSmall(disk);
  expect(contentOf(store)).toEqual(expectedOf(epochsOf(11, EPOCHS))[EPOCHS]);
  await store.close();
  expect(new StoreInspection(disk).verify()).toEqual([]);
});

test('every damaged place of a file is found, not only the first', async () => {
  const disk = await filledDisk(1);
  const name = disk.list().find((each) => each.endsWith('.log') && disk.contentOf(each).length > 1000)!;
  disk.flip(name, 60 * 8);
  disk.flip(name, 900 * 8);
  const places = new StoreInspection(disk).verify().filter(({ file }) => file === name);
  expect(places).toHaveLength(2);
  expect(places[0]!.offset).toBeLessThanOrEqual(60);
  expect(places[1]!.offset).toBeGreaterThan(60);
  expect(places[1]!.offset).toBeLessThanOrEqual(900);
});
