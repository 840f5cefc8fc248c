import { ParDoPayload, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { afterEach, describe, expect, it } from 'vitest';
import { buildGraph, pipeline } from '../../api/index.js';
import { GrowableOffsetRangeTracker, offsetRange, out } from '../../construction/index.js';
import { ByteWriter } from '../../model/coders/byte-writer.js';
import { ROOT_METADATA } from '../../model/metadata.js';
import { resume, splittable } from '../../transforms/index.js';
import { toPlan } from '../../translate/index.js';
import { WorkerHarness } from './harness.js';
import type { StageClock } from './remote-stage.js';
import { SmallRunner } from './small-runner.fixture.js';
import { portCoder, stageDescriptor } from './stage-descriptor.fixture.js';

/** A clock that is moved by hand. */
class HandClock implements StageClock {
  private time = 0;
  private readonly due = new Map<() => void, number>();

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.time;
  }

  turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  after(millis: number, callback: () => void): () => void {
    const once = (): void => callback();
    this.due.set(once, this.time + millis);
    return () => void this.due.delete(once);
  }

  /** Moves to a moment, and calls back what is due then. Others have their turn after. */
  async to(time: number): Promise<void> {
    this.time = time;
    for (const [callback, at] of [...this.due]) {
      if (at > time || !this.due.delete(callback)) continue;
      callback();
    }
    for (let turns = 0; turns < 5; turns++) await this.turn();
  }
}

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A bundle over a source that never ends: it makes something when it is told to, and waits for that otherwise. */
async function bundle() {
  const runner = await SmallRunner.start();
  opened.push(() => runner.stop());
  const source = { make: (): void => undefined, isWaiting: false, isInterrupted: false };
  const step = splittable({
    bounded: false,
    outputs: { main: out<number>() },
    initial: () => offsetRange(0),
    tracker: (range) => new GrowableOffsetRangeTracker(range),
    async process(_n: number, { tracker, emit, interrupt }) {
      interrupt.addEventListener('abort', () => {
        source.isInterrupted = true;
      });
      source.isWaiting = true;
      for (let at = tracker.restriction.from; ; at++) {
        const isThere = await new Promise<boolean>((resolve) => {
          source.make = () => resolve(true);
          interrupt.addEventListener('abort', () => resolve(false));
        });
        if (!isThere) return resume();
        if (!tracker.tryClaim(at)) return;
        emit(at);
      }
    },
  });
  const plan = toPlan(
    await buildGraph(
      pipeline((p) => {
        p.create([1])
          .map((n) => n)
          .named('Numbers')
          .parDo(step)
          .named('Work');
      }),
      {},
    ),
  );
  const { transforms, ...rest } = stageDescriptor({
    ...{ plan, id: 'stage', address: runner.address, from: 'Numbers', steps: ['Work'] },
  });
  const { Work: whole, ...ports } = transforms;
  const [incoming] = Object.values(ports.in!.outputs);
  const parts = [
    urns.transforms.pairWithRestriction,
    urns.transforms.splitAndSizeRestrictions,
    urns.transforms.processSizedElementsAndRestrictions,
  ].map((urn, i) =>
    PTransform.create({
      ...whole!,
      spec: { urn, payload: whole!.spec!.payload },
      inputs: { input: [incoming!, 'pairs', 'sized'][i]! },
      outputs: i === 2 ? whole!.outputs : { main: ['pairs', 'sized'][i]! },
    }),
  );
  const { restrictionCoderId } = ParDoPayload.decode(whole!.spec!.payload);
  const { coderId, ...collection } = rest.pcollections[incoming!]!;
  const coder = (urn: string, ...componentCoderIds: string[]) => ({
    spec: { urn, payload: new Uint8Array() },
    componentCoderIds,
  });
  const descriptor = {
    ...rest,
    coders: {
      ...rest.coders,
      pair: coder(urns.coders.kv, coderId, restrictionCoderId),
      size: coder(urns.coders.double),
      sized: coder(urns.coders.kv, 'pair', 'size'),
    },
    pcollections: {
      ...rest.pcollections,
      pairs: { ...collection, coderId: 'pair' },
      sized: { ...collection, coderId: 'sized' },
    },
    transforms: { ...ports, ...Object.fromEntries(parts.map((part, i) => [`part${i}`, part])) },
  };
  runner.descriptors.set('stage', descriptor);
  const clock = new HandClock();
  const harness = await WorkerHarness.start({
    ...{ workerId: 'w1', provision: runner.address, code: async () => plan, clock },
  });
  opened.push(() => harness.stop());
  const answer = runner.ask({
    instructionId: 'b',
    processBundle: {
      ...{ processBundleDescriptorId: 'stage', cacheTokens: [], hasNoState: false },
      ...{ onlyBundleForKeys: false, dataStreamId: '' },
    },
  });
  const writer = new ByteWriter();
  portCoder(descriptor, plan, incoming!).encode({ value: 7, ...ROOT_METADATA }, writer);
  await runner.send({
    data: [{ instructionId: 'b', transformId: 'in', data: writer.finish(), isLast: true }],
  });
  while (!source.isWaiting) await clock.turn();
  return {
    clock,
    source,
    /** How many rests the bundle gave back. */
    rests: async () => (await answer).processBundle?.residualRoots.length,
    async make() {
      source.make();
      for (let turns = 0; turns < 5; turns++) await clock.turn();
    },
  };
}

describe('a bundle over an endless source gives back its rest', () => {
  it('when nothing has followed for 100 ms', async () => {
    const { clock, source, rests, make } = await bundle();
    await make();
    await clock.to(100);
    expect(source.isInterrupted).toBe(false);
    await clock.to(200);
    expect(source.isInterrupted).toBe(true);
    expect(await rests()).toBe(1);
  });

  it('after half a second when elements keep coming', async () => {
    const { clock, source, rests, make } = await bundle();
    for (let at = 100; at <= 400; at += 100) {
      await make();
      await clock.to(at);
    }
    await make();
    expect(source.isInterrupted).toBe(false);
    await clock.to(500);
    expect(source.isInterrupted).toBe(true);
    expect(await rests()).toBe(1);
  });

  it('after two seconds when nothing comes', async () => {
    const { clock, source, rests } = await bundle();
    for (let at = 100; at <= 1900; at += 100) await clock.to(at);
    expect(source.isInterrupted).toBe(false);
    await clock.to(2000);
    expect(source.isInterrupted).toBe(true);
    expect(await rests()).toBe(1);
  });
});
