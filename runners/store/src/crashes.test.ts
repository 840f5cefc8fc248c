import { expect, test } from 'vitest';
import { chanceOf } from './chance.fixture.js';
import { epochsOf, expectedOf, goOn, openSmall, runUntilFault } from './crashing-run.fixture.js';
import { contentOf } from './state-store-contract.fixture.js';
import { type DiskFault, SimulatedDisk } from './testing/simulated-disk.js';

/** More of them by `HORNBEAM_SEEDS`. */
const seeds = Array.from({ length: Number(process.env.HORNBEAM_SEEDS ?? 3) }, (_, i) => i + 1);

const EPOCHS = 30;

test.each(seeds)(
  'a crash at any operation leaves the last epoch that was committed, or the one on its way (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    const epochs = epochsOf(seed, EPOCHS);
    const expected = expectedOf(epochs);
    const whole = new SimulatedDisk(chanceOf(seed));
    expect(await runUntilFault(whole, epochs)).toEqual({ durable: EPOCHS, fault: undefined });
    expect(whole.list().some((name) => name.endsWith('.snapshot'))).toBe(true);
    expect(whole.operations).toBeGreaterThan(150);
    for (let at = 1; at <= whole.operations; at++) {
      const disk = new SimulatedDisk(chanceOf(seed * 7919 + at));
      disk.failAt(at, at % 4 === 0 ? 'kill' : 'crash');
      let durable = 0;
      for (let life = 0; ; life++) {
        const run = await runUntilFault(disk, epochs);
        durable = Math.max(durable, run.durable);
        if (!disk.hasCrashed) break;
        disk.restart();
        // Every third time the power is lost again soon, often while the store is opened.
        if (life < 3 && at % 3 === 0) disk.failAt(disk.operations + 1 + (at % 14), 'crash');
        const seen = await lookAt(disk, `seed ${seed}, crash at ${at}`);
        if (disk.hasCrashed) disk.restart();
        if (seen === undefined) continue;
        expect([durable, durable + 1], `seed ${seed}, crash at ${at}`).toContain(seen.epoch);
        expect(seen.content, `seed ${seed}, crash at ${at}, epoch ${seen.epoch}`).toEqual(
          expected[seen.epoch],
        );
        expect(seen.committedAt).toBe(seen.epoch === 0 ? 0 : 999 + seen.epoch);
        durable = seen.epoch;
      }
      disk.heal();
      const store = await openSmall(disk);
      await goOn(store, epochs);
      expect(contentOf(store), `seed ${seed}, crash at ${at}, at the end`).toEqual(expected[EPOCHS]);
      await store.close();
    }
  },
);

/** What a store has that is opened; undefined when the disk crashed again. */
async function lookAt(disk: SimulatedDisk, where: string) {
  try {
    const store = await openSmall(disk);
    const { epoch, committedAt } = store;
    const content = contentOf(store);
    await store.close();
    return { epoch, committedAt, content };
  } catch (thrown) {
    if (!disk.hasCrashed) throw new Error(where, { cause: thrown });
    return undefined;
  }
}

test.each<DiskFault>(['ENOSPC', 'EIO', 'EROFS'])(
  'a disk that fails with %s at any operation ends the store, and loses nothing that was committed',
  { timeout: 60_000 },
  async (kind) => {
    const seed = 5;
    const epochs = epochsOf(seed, EPOCHS);
    const expected = expectedOf(epochs);
    const whole = new SimulatedDisk(chanceOf(seed));
    await runUntilFault(whole, epochs);
    for (let at = 1; at <= whole.operations; at++) {
      const disk = new SimulatedDisk(chanceOf(seed));
      disk.failAt(at, kind);
      const { durable, fault } = await runUntilFault(disk, epochs);
      // Only while everything is committed already and files are closed may it go unnoticed.
      if (fault === undefined) expect(durable).toBe(EPOCHS);
      else expect(fault.code).toBe('E_DISK');
      // The machine dies after it: what the failed sync left is lost.
      disk.crash();
      disk.restart();
      const store = await openSmall(disk);
      expect([durable, durable + 1], `${kind} at ${at}`).toContain(store.epoch);
      expect(contentOf(store), `${kind} at ${at}`).toEqual(expected[store.epoch]);
      await store.close();
    }
  },
);

test('a store whose disk failed takes nothing more, and says why', async () => {
  const disk = new SimulatedDisk(chanceOf(1));
  const store = await openSmall(disk);
  await store.commit(store.begin(), 1);
  for (let ahead = 1; ahead <= 3; ahead++) disk.failAt(disk.operations + ahead, 'EIO');
  const first = await store.commit(store.begin(), 2).catch((thrown) => thrown);
  expect(first).toMatchObject({ code: 'E_DISK' });
  const operations = disk.operations;
  await expect(store.commit(store.begin(), 3)).rejects.toBe(first);
  expect([store.epoch, disk.operations]).toEqual([1, operations]);
  await store.close();
});

test('a full disk is said to be full, and the store goes on when there is room', async () => {
  const disk = new SimulatedDisk(chanceOf(3));
  disk.limit(20_000);
  const epochs = epochsOf(3, 200);
  const { durable, fault } = await runUntilFault(
    disk,
    epochs.map((changes) => [...changes, big]),
  );
  expect(fault).toMatchObject({ code: 'E_DISK', message: expect.stringContaining('full') });
  expect(durable).toBeGreaterThan(1);
  disk.limit(1e9);
  disk.restart();
  const store = await openSmall(disk);
  expect([durable, durable + 1]).toContain(store.epoch);
  await store.commit(store.begin(), 1);
  await store.close();
});

const big = { kind: 'append', space: 'big', key: 'k', bytes: 'x'.repeat(900) } as const;
