import { PTransform } from '@hornbeam/proto';
import { RemoteGrpcPort } from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorFromText } from '../../model/error-text.js';
import { BeamError } from '../../model/errors.js';
import { type HarnessSettings, WorkerHarness } from './harness.js';
import { SmallRunner } from './small-runner.fixture.js';

let runner: SmallRunner;
const opened: (() => unknown)[] = [];

beforeEach(async () => {
  runner = await SmallRunner.start();
  opened.push(() => runner.stop());
});

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function started(code: HarnessSettings['code']): Promise<WorkerHarness> {
  const harness = await WorkerHarness.start({ workerId: 'w1', provision: runner.address, code });
  opened.push(() => harness.stop());
  return harness;
}

const noParts = { steps: new Map(), coders: new Map() };

const bundle = (instructionId: string) => ({
  instructionId,
  processBundle: {
    processBundleDescriptorId: 'stage',
    cacheTokens: [],
    hasNoState: false,
    onlyBundleForKeys: false,
    dataStreamId: '',
  },
});

describe('a worker that cannot have its code', () => {
  const reason = new BeamError('E_GRAPH_DIFFERS', 'Another graph.', {
    step: 'Work',
    help: 'do not roll dice',
  });

  beforeEach(() => {
    const spec = {
      urn: urns.ports.source,
      payload: RemoteGrpcPort.encode({
        apiServiceDescriptor: { url: runner.address },
        coderId: 'c',
      }).finish(),
    };
    runner.descriptors.set('stage', {
      ...{ id: 'stage', pcollections: {}, windowingStrategies: {}, coders: {}, environments: {} },
      transforms: { in: PTransform.create({ uniqueName: 'in', spec, outputs: { out: 'p' } }) },
    });
  });

  it('answers every bundle with the reason', async () => {
    const harness = await started(() => Promise.reject(reason));
    expect(harness.refusal).toMatchObject({ code: reason.code, message: reason.message });
    for (const id of ['b1', 'b2']) {
      const { error } = await runner.ask(bundle(id));
      expect(errorFromText(error)).toMatchObject({
        code: 'E_GRAPH_DIFFERS',
        message: 'Another graph.',
        help: 'do not roll dice',
        place: { step: 'Work' },
      });
    }
  });

  it('opens the stream of elements before it answers, without which Flink waits for minutes', async () => {
    await started(() => Promise.reject(reason));
    await runner.ask(bundle('b1'));
    await runner.until(() => runner.workerIds.has('data'));
  });

  it('tells the log of the runner', async () => {
    await started(() => Promise.reject(reason));
    await runner.until(() => runner.logs.length > 0);
    expect(runner.logs[0]!.message).toContain('Another graph.');
  });
});

describe('a worker', () => {
  it('says what it is at when the runner asks', async () => {
    await started(async () => noParts);
    const { error, statusInfo } = await runner.askStatus('s1');
    expect(error).toBe('');
    expect(statusInfo).toMatch(/^worker w1: 0 bundles under way\n.*memory: heap \d+ MB/s);
    expect([...runner.workerIds.get('status')!]).toEqual(['w1']);
  });

  it('ends without a failure when its runner goes', async () => {
    const harness = await started(async () => noParts);
    await runner.until(() => runner.workerIds.has('control'));
    runner.leave();
    await harness.ended;
    expect(harness.failure).toBeUndefined();
  });

  it('ends with a failure when its runner was never there', async () => {
    const harness = await WorkerHarness.start({
      workerId: 'w1',
      control: 'localhost:9',
      code: async () => noParts,
    });
    await harness.ended;
    expect(harness.failure).toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringContaining('localhost:9'),
    });
  });

  it('brings its last records to the runner before it has ended', async () => {
    const harness = await started(async () => noParts);
    await harness.fail(new BeamError('E_USER', 'A timer of the user threw.'));
    expect(runner.logs.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('A timer of the user threw.'),
    );
  });
});
