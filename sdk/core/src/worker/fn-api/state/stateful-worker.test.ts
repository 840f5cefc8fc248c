import type { InstructionResponse } from '@hornbeam/proto/services';
import { afterEach, describe, expect, it } from 'vitest';
import { buildGraph } from '../../../api/index.js';
import { bagState, combiningState, pipeline, sum, valueState } from '../../../index.js';
import { ByteReader } from '../../../model/coders/byte-reader.js';
import { ByteWriter } from '../../../model/coders/byte-writer.js';
import { errorFromText } from '../../../model/error-text.js';
import type { KV } from '../../../model/kv.js';
import { ROOT_METADATA } from '../../../model/metadata.js';
import { coderFromPlan } from '../../../translate/coders.js';
import { toPlan } from '../../../translate/index.js';
import { WorkerHarness } from '../harness.js';
import { SmallRunner } from '../small-runner.fixture.js';
import { portCoder, stageDescriptor } from '../stage-descriptor.fixture.js';
import { StateRunner } from './state-runner.fixture.js';

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A worker for a step that counts, sums and remembers the numbers of each key, and reads a factor from aside. */
async function working() {
  const graph = await buildGraph(
    pipeline((p) => {
      const factors = p
        .create([1])
        .map((n) => n)
        .named('Factors');
      p.create([1])
        .map((value): KV<string, number> => ({ key: '', value }))
        .named('Pairs')
        .parDo({
          uses: {
            count: valueState<number>(),
            total: combiningState(sum),
            seen: bagState<number>(),
            factor: factors.asSingleton(),
          },
          process: ({ key, value }, { count, total, seen, factor }) => {
            if (value < 0) throw new Error('a negative number');
            count.write((count.read() ?? 0) + 1);
            total.add(value * factor);
            seen.add(value);
            return [`${key}: ${count.read()} ${total.read()} ${[...seen.read()].join()}`];
          },
        })
        .named('Work');
    }),
  );
  const plan = toPlan(graph);
  const runner = await SmallRunner.start();
  opened.push(() => runner.stop());
  const memory = new StateRunner();
  runner.state = (request) => memory.answer(request);
  const descriptor = stageDescriptor({
    plan,
    id: 'stage',
    address: runner.address,
    from: 'Pairs',
    steps: ['Work'],
  });
  runner.descriptors.set('stage', descriptor);
  const { inputs } = descriptor.transforms.Work!;
  const factors = descriptor.pcollections[inputs.factor!]!;
  const writer = new ByteWriter();
  coderFromPlan(factors.coderId, descriptor.coders, plan.coders).encode(10, writer);
  memory.write(
    { iterableSideInput: { transformId: 'Work', sideInputId: 'factor', window: new Uint8Array() } },
    writer.finish(),
  );
  const harness = await WorkerHarness.start({
    workerId: 'w1',
    provision: runner.address,
    code: async () => plan,
  });
  opened.push(() => harness.stop());
  const incoming = Object.values(descriptor.transforms.in!.outputs)[0]!;
  const sink = Object.keys(descriptor.transforms).find((id) => id.startsWith('out:'))!;
  let bundles = 0;
  /** Runs a bundle. @returns its response and what came out */
  const run = async (
    pairs: readonly (readonly [string, number])[],
    token?: string,
  ): Promise<{ response: InstructionResponse; out: string[] }> => {
    const instructionId = `b${++bundles}`;
    const response = runner.ask({
      instructionId,
      processBundle: {
        processBundleDescriptorId: 'stage',
        cacheTokens: token === undefined ? [] : [{ userState: {}, token: new TextEncoder().encode(token) }],
        hasNoState: false,
        onlyBundleForKeys: false,
        dataStreamId: '',
      },
    });
    const coder = portCoder(descriptor, plan, incoming);
    for (const [key, value] of pairs) coder.encode({ value: { key, value }, ...ROOT_METADATA }, writer);
    await runner.send({ data: [{ instructionId, transformId: 'in', data: writer.finish(), isLast: true }] });
    const come = await response;
    if (come.error === '') await runner.until(() => runner.of(instructionId).ends.has(sink));
    const out = (runner.of(instructionId).bytes.get(sink) ?? []).flatMap((bytes) => {
      const reader = new ByteReader(bytes);
      const values: string[] = [];
      while (reader.remaining > 0) {
        values.push(portCoder(descriptor, plan, sink.slice(4)).decode(reader).value as string);
      }
      return values;
    });
    return { response: come, out };
  };
  return { runner, run };
}

describe('a worker whose runner keeps the state', () => {
  it('goes on from bundle to bundle with what was committed, with and without a cache', async () => {
    for (const token of [undefined, 't']) {
      const { run } = await working();
      const first = [
        ['a', 1],
        ['b', 5],
        ['a', 2],
      ] as const;
      // The keys may overtake each other.
      expect((await run(first, token)).out.toSorted()).toEqual(['a: 1 10 1', 'a: 2 30 1,2', 'b: 1 50 5']);
      expect((await run([['a', 3]], token)).out).toEqual(['a: 3 60 1,2,3']);
    }
  });

  it('asks once for a key that the runner lets it keep', async () => {
    const { runner, run } = await working();
    await run([['a', 1]], 't');
    const reads = () =>
      runner.stateRequests.filter(({ get, stateKey }) => get !== undefined && stateKey?.bagUserState).length;
    expect(reads()).toBe(3);
    expect((await run([['a', 2]], 't')).out).toEqual(['a: 2 30 1,2']);
    expect(reads()).toBe(3);
  });

  it('leaves no trace of a bundle that fails', async () => {
    const { run } = await working();
    await run([['a', 1]], 't');
    const failing = [
      ['a', 2],
      ['a', -1],
    ] as const;
    const { response } = await run(failing, 't');
    expect(errorFromText(response.error)).toMatchObject({ code: 'E_USER', place: { step: 'Work' } });
    expect((await run([['a', 3]], 't')).out).toEqual(['a: 2 40 1,3']);
  });

  it('fails a bundle whose state the runner refuses, with the step and the reason', async () => {
    const { runner, run } = await working();
    const { state } = runner;
    runner.state = ({ id }) => ({ id, error: 'key group 7 is not here' });
    const { response } = await run([['a', 1]]);
    expect(errorFromText(response.error)).toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringContaining('key group 7 is not here'),
      place: { step: 'Work' },
    });
    runner.state = state;
    expect((await run([['a', 1]])).out).toEqual(['a: 1 10 1']);
  });
});
