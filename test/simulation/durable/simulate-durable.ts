/**
 * Runs one seed of a run that is kept: its scenario on the real runner, outboxes and store, over a simulated disk and
 * a simulated target, in as many lives as it takes. Lives end by loss of power, by being killed, by a disk that fails, or
 * in good order. What is at the target in the end must be what the reference says, each row once.
 */
import { DirectRunner } from '@hornbeam/direct';
import { type PCollection, pipeline, type Root, start } from '@hornbeam/sdk';
import type { Clock, Job } from '@hornbeam/sdk/construction';
import { epochSink } from '@hornbeam/sdk/io';
import { BeamError } from '@hornbeam/sdk/model';
import { openStore, type StateStore } from '@hornbeam/store';
import { SimulatedDisk, SimulatedLock } from '@hornbeam/store/testing';
import { Chance } from '../chance.js';
import { expected } from '../oracle.js';
import { type Item, type Scenario, scenarioOf } from '../scenario.js';
import { build, compare, written } from '../scenario-pipeline.js';
import { Settling } from '../settling.js';
import { type DiskFlaws, flawedDisk } from './flawed-disk.js';
import { flawed, type StoreFlaws } from './flawed-store.js';
import { type KafkaFlaws, SimulatedKafka } from './simulated-kafka.js';
import { SimulatedNetwork } from './simulated-network.js';
import { SimulatedTable, type TargetFlaws } from './simulated-table.js';
import type { Connection, SimulatedTarget } from './simulated-target.js';
import { readersClock, SimulatedTopic } from './simulated-topic.js';
import { Trace } from './trace.js';

/** A bug that was put in on purpose. */
export interface Flaws {
  readonly store?: StoreFlaws;
  readonly disk?: DiskFlaws;
  readonly target?: TargetFlaws;
  readonly kafka?: KafkaFlaws;
}

/** How a seed is run; every part of it is drawn where it is not given. */
export interface DurableSettings {
  readonly flaws?: Flaws;
  /** In the place of what the seed draws. */
  readonly scenario?: Scenario;
  /** Of the schedule and the faults; without it the seed's own. */
  readonly schedule?: number;
  /** From this life on nothing is broken any more: every seed comes to its end. */
  readonly calmAfter?: number;
  /** Power is lost at this operation of the disk in the first life, and nothing else is broken. */
  readonly crashAt?: number;
}

/** What came of a seed. */
export interface Outcome {
  /** What is there that must not be, and what is missing; nothing when the seed passes. */
  readonly problems: readonly string[];
  /** The same for the same seed. */
  readonly hash: string;
  readonly lives: number;
  /** Operations of the disk in the whole run. */
  readonly operations: number;
}

/** Lives in which things break, where nothing else is said. */
export const CALM_AFTER = 8;
/** No seed may take so many lives more. */
const MORE_LIVES = 6;

/** How a life may end before the run does. */
type Fate = 'power' | 'kill' | 'disk' | 'stop' | 'none';

/** The scenario of a seed. */
export const durableScenario = (seed: number): Scenario => ({
  ...scenarioOf(seed, ['splittable', 'splittable', 'bounded']),
  ending: 'never',
});

/** See the head of this file. */
export async function simulateDurable(seed: number, settings: DurableSettings = {}): Promise<Outcome> {
  const world = new World(seed, settings);
  const problems: string[] = [];
  let lives = 0;
  try {
    while (!(await world.live(lives))) {
      if (++lives >= world.calmAfter + MORE_LIVES) {
        problems.push(`it does not come to its end: ${world.lastError ?? 'no error'}`);
        break;
      }
    }
    problems.push(...world.check(), ...(await world.leftOver()));
  } catch (thrown) {
    problems.push(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  }
  return { problems, hash: world.trace.hash, lives: lives + 1, operations: world.operations };
}

class World {
  readonly trace = new Trace();
  readonly calmAfter: number;
  lastError: string | undefined;
  private readonly scenario: Scenario;
  private readonly chance: Chance;
  private readonly settling: Settling;
  private readonly disk: SimulatedDisk;
  private readonly lock = new SimulatedLock();
  private readonly network: SimulatedNetwork;
  private readonly target: SimulatedTarget;
  /** What is read in the place of the scenario. */
  private readonly topic: SimulatedTopic | undefined;
  private readonly flaws: Flaws;
  private readonly crashAt: number | undefined;

  constructor(seed: number, settings: DurableSettings) {
    const {
      flaws = {},
      schedule = seed,
      crashAt,
      calmAfter = crashAt === undefined ? CALM_AFTER : 1,
    } = settings;
    this.scenario = settings.scenario ?? durableScenario(seed);
    this.flaws = flaws;
    this.crashAt = crashAt;
    this.calmAfter = calmAfter;
    this.chance = new Chance(schedule ^ 0x2545f491);
    this.settling = new Settling(this.chance);
    this.disk = new SimulatedDisk(this.chance);
    const { chance, settling, trace } = this;
    const drive = { chance, settling, trace };
    this.network = new SimulatedNetwork(drive);
    const kind = chance.of('transactional', 'transactional', 'idempotent', 'kafka');
    this.target =
      kind === 'kafka'
        ? new SimulatedKafka(this.network, flaws.kafka)
        : new SimulatedTable(kind, this.network, drive, flaws.target);
    if (this.target instanceof SimulatedKafka && chance.below(2) === 0) {
      this.topic = new SimulatedTopic(this.target.broker, chance);
    }
  }

  get operations(): number {
    return this.disk.operations;
  }

  /** One process. True when the run has come to its end. */
  async live(life: number): Promise<boolean> {
    const { chance, disk, target, network, trace, crashAt } = this;
    const isCalm = life >= this.calmAfter;
    network.isCalm = isCalm || crashAt !== undefined;
    const drawn: Fate = chance.of('power', 'power', 'power', 'kill', 'kill', 'disk', 'stop', 'none');
    const fate: Fate = isCalm ? 'none' : crashAt === undefined ? drawn : 'power';
    const steps = crashAt ?? 1 + chance.below(chance.of(4, 20, 60));
    if (fate === 'power') disk.failAt(disk.operations + steps, 'crash');
    if (fate === 'disk') disk.failAt(disk.operations + steps, chance.of('ENOSPC', 'EIO', 'EROFS'));
    trace.note(`life ${life} ${fate} ${steps} ${disk.operations}`);
    const connection = target.connect();
    let job: Job | undefined;
    let isDone = false;
    try {
      job = await start(
        pipeline((p) => this.build(p, connection)),
        { runner: this.runner(life > 0), streaming: this.scenario.streaming },
      );
      const ended = job.done.then(
        ({ state }) => state,
        (thrown: unknown) => BeamError.from(thrown),
      );
      const end = await Promise.race([ended, this.endOf(fate, steps, job)]);
      isDone = end === 'DONE';
      if (end instanceof BeamError) this.lastError = `${end.code} ${end.message}`;
      trace.note(`end ${end instanceof BeamError ? end.code : String(end)}`);
    } catch (thrown) {
      const error = BeamError.from(thrown);
      this.lastError = `${error.code} ${error.message}`;
      trace.note(`refused ${error.code}`);
      // A run that had come to its end before it could say so.
      if (error.code === 'E_STATE_DIR' && error.message.includes('has come to its end')) return true;
      if (isCalm || (error.code !== 'E_DISK' && !disk.hasCrashed)) throw error;
    }
    if (isDone) return true;
    // What the process was about to do comes to nothing, but for what is on its way already.
    connection.cut();
    if (!disk.hasCrashed) disk.kill();
    await job?.cancel();
    disk.heal();
    disk.restart();
    this.lock.forget();
    if (chance.below(2) === 0) network.settle();
    return false;
  }

  /** What is wrong in the end. */
  check(): string[] {
    this.network.settle();
    const meant =
      this.topic === undefined ? expected(this.scenario) : { results: this.topic.expected, late: [] };
    const rows = (name: string): readonly string[] => this.target.rows(name);
    for (const row of rows('results')) this.trace.note(row);
    return [
      ...compare(rows('results'), meant.results),
      ...((this.topic !== undefined || this.scenario.program === undefined) && rows('late').length === 0
        ? []
        : compare(rows('late'), meant.late).map((text) => `late: ${text}`)),
    ];
  }

  /** What the store of a run that has come to its end still holds: it grows without end if that is more than marks. */
  async leftOver(): Promise<string[]> {
    // What was to fail behind the end.
    this.disk.heal();
    if (this.disk.hasCrashed) this.disk.restart();
    this.lock.forget();
    const store = await this.openStore();
    const kept = [...store.spaces()].filter((space) => !/^(run|metrics|outbox .*)$/.test(space));
    const counts = kept.map((space) => [space, store.count(space)] as const);
    await store.close();
    return counts
      .filter(([, count]) => count > 0)
      .map(([space, count]) => `left in the store: ${count} of ${space}`);
  }

  private async openStore(): Promise<StateStore> {
    const { chance, disk, lock, flaws } = this;
    const own = flaws.disk === undefined ? disk : flawedDisk(disk, flaws.disk);
    const store = await openStore(own, {
      lock,
      identity: '0123456789abcdef',
      segmentBytes: chance.of(200, 1000, 1_000_000),
      snapshotBytes: chance.of(300, 2000, 1_000_000),
    });
    return flaws.store === undefined ? store : flawed(store, flaws.store);
  }

  private build(p: Root, connection: Connection): void {
    const { scenario, chance, settling, topic } = this;
    if (topic !== undefined) {
      topic
        .read(p, connection.kafka!, readersClock(chance, settling))
        .write(epochSink(connection.sink('results')));
      return;
    }
    const emitted: Item[] = [];
    const { results, late } = build(p, scenario, chance, settling, emitted) as {
      results: PCollection<{ key: string; value: string }>;
      late?: PCollection<string>;
    };
    results
      .map((value, { timestamp, window, pane }) => written({ value, timestamp, window, pane }, scenario))
      .write(epochSink(connection.sink('results')));
    late?.write(epochSink(connection.sink('late')));
  }

  private runner(resume: boolean): DirectRunner {
    const { chance } = this;
    return new DirectRunner({
      clock: this.clock(),
      bundleMillis: chance.of(1, 100),
      limits: {
        maxBundles: chance.of(1, 2, 16),
        bundleElements: chance.of(1, 2, 3, 1_000_000),
        bundleBytes: chance.of(1, 200, 1_000_000),
        queueBytes: chance.of(1, 300, 1_000_000),
      },
      durable: {
        open: () => this.openStore(),
        resume,
        epochMillis: 0,
        outboxBytes: chance.of(1, 200, 1_000_000),
        newRun: () => 'run',
        keysOnHeap: chance.of(0, 1, 1_000_000),
      },
    });
  }

  private clock(): Clock {
    const { chance, settling } = this;
    let steady = 0;
    // Where a source asks to be called again later it has to become later; programs are simulated with a clock that stands.
    const isMoving = this.topic !== undefined;
    let time = 0;
    return {
      now: () => time,
      monotonic: () => (steady += chance.of(0, 0, 1, 50, 200)),
      async turn() {
        for (let turns = 1 + chance.below(6); turns > 0; turns--) await settling.turn();
      },
      wake(at, callback) {
        if (at > 1e11) return { cancel: () => undefined };
        let turns = 1 + chance.below(6);
        let isCancelled = false;
        const next = (): void => {
          if (isCancelled) return;
          if (--turns === 0) {
            if (isMoving) time = Math.max(time, at);
            callback();
          } else void settling.turn().then(next);
        };
        void settling.turn().then(next);
        return {
          cancel: () => {
            isCancelled = true;
          },
        };
      },
    };
  }

  /** Resolves when the life ends before the run. */
  private async endOf(fate: Fate, steps: number, job: Job): Promise<Fate> {
    if (fate === 'power') {
      while (!this.disk.hasCrashed && job.state === 'RUNNING') await this.settling.turn();
      if (this.disk.hasCrashed) return fate;
    } else if (fate === 'kill') {
      for (let i = 0; i < 4 * steps; i++) await this.settling.turn();
      return fate;
    } else if (fate === 'stop') {
      for (let i = 0; i < 4 * steps; i++) await this.settling.turn();
      await job.stop().catch(() => undefined);
    }
    return new Promise(() => undefined);
  }
}
