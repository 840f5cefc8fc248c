/** Runs one seed: its scenario on the direct runner, scheduled by the seed, and compares with what must come out. */
import { DirectRunner } from '@hornbeam/direct';
import type { KV } from '@hornbeam/sdk';
import type { Clock, Job, Runner } from '@hornbeam/sdk/construction';
import { type ObservedElement, observe } from '@hornbeam/sdk/testing';
import { Chance } from './chance.js';
import { expected } from './oracle.js';
import { type Item, type Scenario, scenarioOf } from './scenario.js';
import { build, compare, written } from './scenario-pipeline.js';
import { Settling } from './settling.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A moment that the clock of a seed never comes to: a run that is ended is not given up for want of time. */
const FAR = 1e12;

/** A clock on which time goes in steps of the seed's choice, and that gives others as many turns as it chooses. */
function seededClock(chance: Chance, settling: Settling): Clock {
  let steady = 0;
  return {
    now: () => 0,
    monotonic: () => (steady += chance.of(0, 0, 1, 50, 200)),
    async turn() {
      for (let turns = 1 + chance.below(6); turns > 0; turns--) await settling.turn();
    },
    // What a source has made is asked for after some turns: it is split at any moment of its work.
    wake(at, callback) {
      if (at > FAR / 10) return { cancel: () => undefined };
      let turns = 1 + chance.below(6);
      const next = (): void => {
        if (--turns === 0) callback();
        else timer = setImmediate(next);
      };
      let timer = setImmediate(next);
      return { cancel: () => clearImmediate(timer) };
    },
  };
}

function seededRunner(chance: Chance, settling: Settling, ending: Scenario['ending']): Runner {
  const mode = chance.below(6);
  const runner = new DirectRunner({
    clock: seededClock(chance, settling),
    bundleMillis: chance.of(1, 100),
    drainMillis: FAR,
    memoryBudget: chance.of(1, 400, 5_000, 1_000_000_000),
    limits: {
      maxBundles: chance.of(1, 2, 16),
      bundleElements: chance.of(1, 2, 3, 1_000_000),
      bundleBytes: chance.of(1, 200, 1_000_000),
      queueBytes: chance.of(1, 300, 1_000_000),
    },
    checkImmutability: mode === 0,
    encodeEveryBundle: mode === 1,
  });
  return {
    name: runner.name,
    async run(graph, options) {
      const job = await runner.run(graph, options);
      if (ending !== 'never') void endAfter(chance.below(60), job, ending);
      return job;
    },
  };
}

async function endAfter(turns: number, job: Job, ending: 'drain' | 'stop'): Promise<void> {
  for (let i = 0; i < turns; i++) await turn();
  // What goes wrong is what `done` rejects with as well.
  await job[ending]().catch(() => undefined);
}

/** What is there that must not be, and what is missing; nothing when the seed passes. */
export async function simulate(seed: number): Promise<string[]> {
  const scenario = scenarioOf(seed);
  const chance = new Chance(seed ^ 0x5bd1e995);
  const emitted: Item[] = [];
  const settling = new Settling(chance);
  const { output } = await observe((p) => build(p, scenario, chance, settling, emitted), {
    runner: seededRunner(chance, settling, scenario.ending),
    streaming: scenario.streaming,
  });
  const seen = output as unknown as {
    results: ObservedElement<KV<string, string>>[];
    late?: ObservedElement<string>[];
  };
  // A run that is drained has made all of what its source gave; one that is stopped, nothing else.
  const meant = expected(
    scenario.ending === 'drain' ? { ...scenario, events: [{ kind: 'add', items: emitted }] } : scenario,
  );
  const differences = compare(
    seen.results.map((element) => written(element, scenario)),
    meant.results,
  ).filter((text) => scenario.ending !== 'stop' || text.startsWith('unexpected'));
  if (seen.late === undefined) return differences;
  const late = seen.late.map(({ value }) => value);
  // An element that is late for several windows is handed on once for each of them.
  return [...differences, ...compare(late, meant.late).map((text) => `late: ${text}`)];
}
