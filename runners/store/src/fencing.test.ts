import { expect, test } from 'vitest';
import { chanceOf } from './chance.fixture.js';
import { openSmall } from './crashing-run.fixture.js';
import { contentOf, utf8 } from './state-store-contract.fixture.js';
import { SimulatedDisk } from './testing/simulated-disk.js';

test('an owner that was replaced is told at its next commit, and what it wrote counts for nothing', async () => {
  const disk = new SimulatedDisk(chanceOf(1));
  const first = await openSmall(disk);
  const epoch = first.begin();
  epoch.put('a', utf8('k'), utf8('first'));
  await first.commit(epoch, 1);

  const second = await openSmall(disk);
  const late = first.begin();
  late.put('a', utf8('k'), utf8('late'));
  await expect(first.commit(late, 2)).rejects.toMatchObject({ code: 'E_FENCED', exitCode: 4 });
  await expect(first.commit(first.begin(), 3)).rejects.toMatchObject({ code: 'E_FENCED' });
  expect(first.epoch).toBe(1);
  await first.close();

  expect(contentOf(second)).toEqual({ a: { k: 'first' } });
  const next = second.begin();
  next.append('a', utf8('k'), utf8(' and second'));
  expect(await second.commit(next, 2)).toBe(2);
  await second.close();
  const third = await openSmall(disk);
  expect(contentOf(third)).toEqual({ a: { k: 'first and second' } });
  await third.close();
});
