import { expect, test } from 'vitest';
import { chanceOf } from './chance.fixture.js';
import { compareViews } from './comparison.js';
import { epochsOf, expectedOf, goOn, openSmall } from './crashing-run.fixture.js';
import { StoreInspection } from './inspection.js';
import { SimulatedDisk } from './testing/simulated-disk.js';

const EPOCHS = 40;

test('two epochs differ by what a comparison of everything they have finds', async () => {
  const disk = new SimulatedDisk(chanceOf(21));
  const epochs = epochsOf(21, EPOCHS);
  const store = await openSmall(disk, 4);
  await goOn(store, epochs);
  await store.close();
  const inspection = new StoreInspection(disk);
  const expected = expectedOf(epochs);
  const kinds = new Set<string>();
  const first = inspection.epochs()[0]!.epoch;
  expect(first).toBeLessThan(EPOCHS - 5);
  for (let from = first; from <= EPOCHS; from += 3) {
    for (let to = first; to <= EPOCHS; to += 3) {
      const [before, after] = [inspection.at(from), inspection.at(to)];
      const seen = [...compareViews(before, after)].map((change) => {
        kinds.add(change.kind);
        return `${change.kind} ${change.space} ${Buffer.from(change.key)} ${change.before} ${change.after}`;
      });
      expect(seen.sort(), `${from} to ${to}`).toEqual(naive(expected[from]!, expected[to]!));
      before.close();
      after.close();
    }
  }
  expect([...kinds].sort()).toEqual(['added', 'changed', 'removed']);
});

type Content = ReturnType<typeof expectedOf>[number];

function naive(from: Content, to: Content): string[] {
  const all = (content: Content) =>
    new Map(
      Object.entries(content).flatMap(([space, keys]) =>
        Object.entries(keys).map(([key, value]) => [`${space} ${key}`, value] as const),
      ),
    );
  const [before, after] = [all(from), all(to)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .flatMap((place) => {
      const [a, b] = [before.get(place), after.get(place)];
      if (a === b) return [];
      const kind = a === undefined ? 'added' : b === undefined ? 'removed' : 'changed';
      return [`${kind} ${place} ${a?.length} ${b?.length}`];
    })
    .sort();
}
