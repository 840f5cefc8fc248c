import { afterEach, describe, expect, it } from 'vitest';
import { buildGraph } from '../../api/index.js';
import { type PCollection, pipeline } from '../../index.js';
import { ByteReader } from '../../model/coders/byte-reader.js';
import { ByteWriter } from '../../model/coders/byte-writer.js';
import { errorFromText } from '../../model/error-text.js';
import { ROOT_METADATA } from '../../model/metadata.js';
import { type Plan, toPlan } from '../../translate/index.js';
import { WorkerHarness } from './harness.js';
import { SmallRunner } from './small-runner.fixture.js';
import { portCoder, stageDescriptor } from './stage-descriptor.fixture.js';

interface Setting {
  readonly runner: SmallRunner;
  readonly harness: WorkerHarness;
  readonly plan: Plan;
  /** Bytes of elements of the collection that comes in. */
  encode(values: readonly unknown[]): Uint8Array;
  /** Values that came out of the stage. */
  decode(instructionId: string): unknown[];
  readonly sink: string;
  bundle(instructionId: string): Promise<Awaited<ReturnType<SmallRunner['ask']>>>;
}

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A worker for the step `Work`, which reads numbers. */
async function working(
  work: (numbers: PCollection<number>) => PCollection<unknown>,
  { capabilities = [] as string[] } = {},
): Promise<Setting> {
  const runner = await SmallRunner.start();
  opened.push(() => runner.stop());
  runner.capabilities = capabilities;
  const graph = await buildGraph(
    pipeline((p) => {
      const numbers = p
        .create([1])
        .map((n) => n)
        .named('Numbers');
      work(numbers).named('Work');
    }),
    {},
  );
  const plan = toPlan(graph);
  const descriptor = stageDescriptor({
    plan,
    id: 'stage',
    address: runner.address,
    from: 'Numbers',
    steps: ['Work'],
  });
  runner.descriptors.set('stage', descriptor);
  const harness = await WorkerHarness.start({
    workerId: 'w1',
    provision: runner.address,
    code: async () => plan,
  });
  opened.push(() => harness.stop());
  const incoming = Object.values(descriptor.transforms.in!.outputs)[0]!;
  const sink = Object.keys(descriptor.transforms).find((id) => id.startsWith('out:'))!;
  return {
    runner,
    harness,
    plan,
    sink,
    encode(values) {
      const writer = new ByteWriter();
      const coder = portCoder(descriptor, plan, incoming);
      for (const value of values) coder.encode({ value, ...ROOT_METADATA }, writer);
      return writer.finish();
    },
    decode(instructionId) {
      const coder = portCoder(descriptor, plan, sink.slice(4));
      return (runner.of(instructionId).bytes.get(sink) ?? []).flatMap((bytes) => {
        const reader = new ByteReader(bytes);
        const values: unknown[] = [];
        while (reader.remaining > 0) values.push(coder.decode(reader).value);
        return values;
      });
    },
    bundle: (instructionId) =>
      runner.ask({
        instructionId,
        processBundle: {
          processBundleDescriptorId: 'stage',
          cacheTokens: [],
          hasNoState: false,
          onlyBundleForKeys: false,
          dataStreamId: '',
        },
      }),
  };
}

const chunk = (instructionId: string, data: Uint8Array, isLast: boolean) => ({
  data: [{ instructionId, transformId: 'in', data, isLast }],
});

describe('a worker', () => {
  it('runs a bundle and ends its output once', async () => {
    const { runner, encode, decode, sink, bundle } = await working((numbers) => numbers.map((n) => n * 2));
    const response = bundle('b1');
    await runner.send(chunk('b1', encode([1, 2]), false));
    await runner.send(chunk('b1', encode([3]), true));
    expect(await response).toMatchObject({ instructionId: 'b1', error: '' });
    await runner.until(() => runner.of('b1').ends.has(sink));
    expect(decode('b1')).toEqual([2, 4, 6]);
    expect(runner.of('b1').ends.get(sink)).toBe(1);
  });

  it('keeps elements that come before the bundle is asked for, and ends an empty bundle', async () => {
    const { runner, encode, decode, sink, bundle } = await working((numbers) => numbers.map((n) => n + 1));
    const first = bundle('b1');
    await runner.send(chunk('b1', encode([]), true));
    expect((await first).error).toBe('');
    await runner.send(chunk('b2', encode([7]), true));
    expect((await bundle('b2')).error).toBe('');
    await runner.until(() => runner.of('b2').ends.has(sink));
    expect(decode('b2')).toEqual([8]);
    expect(runner.of('b1').ends.get(sink)).toBe(1);
  });

  it('sends a small output with the response where the runner takes it', async () => {
    const { runner, encode, decode, sink, bundle } = await working((numbers) => numbers.map((n) => n), {
      capabilities: ['beam:protocol:control_response_elements_embedding:v1'],
    });
    const asked = bundle('b1');
    await runner.send(chunk('b1', encode([5]), true));
    const response = await asked;
    expect(response.processBundle?.elements?.data).toMatchObject([{ transformId: sink, isLast: true }]);
    expect(decode('b1')).toEqual([5]);
  });

  it('answers a failed bundle with the error of the user, and goes on with the next', async () => {
    const { runner, encode, decode, sink, bundle } = await working((numbers) =>
      numbers.map((n) => {
        if (n === 13) throw new RangeError('no 13');
        return n;
      }),
    );
    const failing = bundle('b1');
    await runner.send(chunk('b1', encode([13]), true));
    const error = errorFromText((await failing).error);
    expect(error).toMatchObject({ code: 'E_USER', message: 'no 13', place: { step: 'Work', element: '13' } });
    expect(error?.place.callSite).toBeDefined();
    const next = bundle('b2');
    await runner.send(chunk('b2', encode([14]), true));
    expect((await next).error).toBe('');
    await runner.until(() => runner.of('b2').ends.has(sink));
    expect(decode('b2')).toEqual([14]);
  });

  it('names itself on every call', async () => {
    const { runner, encode, bundle } = await working((numbers) =>
      numbers.map((n, { log }) => {
        log.info(`seen ${n}`);
        return n;
      }),
    );
    const asked = bundle('b1');
    await runner.send(chunk('b1', encode([1]), true));
    await asked;
    await runner.until(() => runner.logs.length > 0);
    expect(runner.logs[0]).toMatchObject({ message: 'seen 1', instructionId: 'b1', transformId: 'Work' });
    for (const service of ['provision', 'control', 'data', 'logging']) {
      expect([...(runner.workerIds.get(service) ?? [])], service).toEqual(['w1']);
    }
  });

  it('runs many bundles side by side', async () => {
    let open = 0;
    let most = 0;
    const { runner, encode, decode, sink, bundle } = await working((numbers) =>
      numbers.map(async (n) => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setImmediate(resolve));
        open--;
        return n;
      }),
    );
    const ids = Array.from({ length: 200 }, (_, i) => `b${i}`);
    const responses = ids.map(bundle);
    for (const [i, id] of ids.entries()) await runner.send(chunk(id, encode([i]), true));
    for (const response of await Promise.all(responses)) expect(response.error).toBe('');
    await runner.until(() => ids.every((id) => runner.of(id).ends.has(sink)));
    expect(ids.map((id) => decode(id)[0])).toEqual(ids.map((_, i) => i));
    expect(most).toBeGreaterThan(1);
  });

  it('answers though the runner reads no output before the response', async () => {
    const text = 'x'.repeat(1_000_000);
    const { runner, encode, decode, sink, bundle } = await working((numbers) => numbers.map(() => text));
    const first = bundle('b0');
    await runner.send(chunk('b0', encode([]), true));
    await first;
    const asked = bundle('b1');
    await runner.send(chunk('b1', encode([0]), false));
    runner.pause(true);
    await runner.send(chunk('b1', encode(Array.from({ length: 60 }, (_, i) => i)), true));
    expect((await asked).error).toBe('');
    runner.pause(false);
    await runner.until(() => runner.of('b1').ends.has(sink));
    expect(decode('b1')).toHaveLength(61);
  });

  it('gives back elements that it has not begun, and holds to that', async () => {
    let go!: () => void;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    let begun!: () => void;
    const first = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const { runner, encode, decode, sink, bundle } = await working((numbers) =>
      numbers.parDo({
        name: 'Work',
        concurrency: 1,
        async *process(n: number) {
          begun();
          await gate;
          yield n;
        },
      }),
    );
    const asked = bundle('b1');
    await runner.send(chunk('b1', encode([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), false));
    await first;
    const split = await runner.ask({
      instructionId: 's1',
      processBundleSplit: {
        instructionId: 'b1',
        desiredSplits: {
          in: { fractionOfRemainder: 0.5, estimatedInputElements: 10n, allowedSplitPoints: [] },
        },
      },
    });
    const [point] = split.processBundleSplit!.channelSplits;
    const kept = Number(point!.firstResidualElement);
    expect(point!.lastPrimaryElement).toBe(point!.firstResidualElement - 1n);
    expect(kept).toBeGreaterThan(1);
    expect(kept).toBeLessThan(10);
    go();
    await runner.send(chunk('b1', encode([10]), true));
    expect((await asked).error).toBe('');
    await runner.until(() => runner.of('b1').ends.has(sink));
    expect(decode('b1')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].slice(0, kept));
  });

  it('tells of a teardown that fails', async () => {
    const { runner, harness, encode, bundle } = await working((numbers) =>
      numbers.parDo({
        name: 'Work',
        process: (n: number) => [n],
        teardown() {
          throw new Error('the door is stuck');
        },
      }),
    );
    const asked = bundle('b1');
    await runner.send(chunk('b1', encode([1]), true));
    expect((await asked).error).toBe('');
    await harness.stop();
    await runner.until(() => runner.logs.some(({ message }) => message.includes('the door is stuck')));
  });

  it('says how far bundles are: under way, over, never heard of', async () => {
    const { runner, encode, bundle } = await working((numbers) => numbers.map((n) => n));
    const asked = bundle('b1');
    const progress = (id: string, about: string) =>
      runner.ask({ instructionId: id, processBundleProgress: { instructionId: about } });
    const running = await progress('p1', 'b1');
    expect(running.error).toBe('');
    await runner.send(chunk('b1', encode([1]), true));
    await asked;
    expect((await progress('p2', 'b1')).processBundleProgress?.monitoringInfos).toEqual([]);
    expect((await progress('p3', 'b9')).error).toContain('b9');
  });

  it('counts elements and metrics of each bundle, in full and by short names', async () => {
    const { counter } = await import('../../index.js');
    const { runner, encode, bundle } = await working((numbers) =>
      numbers.parDo({
        name: 'Work',
        uses: { seen: counter() },
        *process(n: number, { seen }) {
          seen.inc(n);
          yield n;
        },
      }),
    );
    const run = async (id: string, values: number[]) => {
      const asked = bundle(id);
      await runner.send(chunk(id, encode(values), true));
      return (await asked).processBundle!;
    };
    const seenOf = (response: Awaited<ReturnType<typeof run>>) =>
      response.monitoringInfos.find(({ labels }) => labels.NAME === 'seen')!;
    const one = await run('b1', [1, 2]);
    const two = await run('b2', [10]);
    expect([...seenOf(one).payload]).toEqual([3]);
    expect([...seenOf(two).payload]).toEqual([10]);
    const shortIds = Object.keys(two.monitoringData);
    const { monitoringInfos } = await runner.ask({
      instructionId: 'm1',
      monitoringInfos: { monitoringInfoId: shortIds },
    });
    const short = shortIds.find((id) => monitoringInfos!.monitoringInfo[id]!.labels.NAME === 'seen')!;
    expect([...two.monitoringData[short]!]).toEqual([10]);
  });

  it('calls back once after the commit, whatever id the request has', async () => {
    const calls: number[] = [];
    const { runner, encode, bundle } = await working((numbers) =>
      numbers.parDo({
        name: 'Work',
        usesAfterCommit: true,
        *process(n: number, { afterCommit }) {
          afterCommit(() => {
            calls.push(n);
          });
          yield n;
        },
      }),
    );
    const asked = bundle('b1');
    await runner.send(chunk('b1', encode([4]), true));
    expect((await asked).processBundle?.requiresFinalization).toBe(true);
    expect(calls).toEqual([]);
    for (let i = 0; i < 2; i++) {
      const answer = await runner.ask({ instructionId: '', finalizeBundle: { instructionId: 'b1' } });
      expect(answer).toMatchObject({ instructionId: '', error: '' });
    }
    expect(calls).toEqual([4]);
  });

  it('answers what it does not know with an error, and lives', async () => {
    const { runner } = await working((numbers) => numbers.map((n) => n));
    expect((await runner.ask({ instructionId: 'x1' })).error).toContain('E_UNSUPPORTED');
    const missing = await runner.ask({
      instructionId: 'x2',
      processBundle: {
        processBundleDescriptorId: 'nowhere',
        cacheTokens: [],
        hasNoState: false,
        onlyBundleForKeys: false,
        dataStreamId: '',
      },
    });
    expect(missing.error).toContain('no such descriptor');
    expect((await runner.ask({ instructionId: 'x3', harnessMonitoringInfos: {} })).error).toBe('');
  });

  it('ends when the runner leaves', async () => {
    const { runner, harness } = await working((numbers) => numbers.map((n) => n));
    await runner.until(() => runner.workerIds.has('control'));
    runner.leave();
    await harness.ended;
  });
});
