import { Client, type ClientDuplexStream, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import {
  BeamFnControl,
  BeamFnData,
  type Elements,
  type InstructionRequest,
  type InstructionResponse,
  type Method,
  ProvisionService,
} from '@hornbeam/proto/services';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FnApiServer } from './fn-api-server.js';
import type { BundleSettings } from './remote-worker.js';
import type { WorkerClock } from './worker-clock.js';
import type { WorkerSession } from './worker-session.js';

/** Time that moves when a test says so. */
class TestClock implements WorkerClock {
  private now = 0;
  private waiting: { at: number; callback: () => void }[] = [];

  monotonic(): number {
    return this.now;
  }

  after(millis: number, callback: () => void): () => void {
    const entry = { at: this.now + millis, callback };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((each) => each !== entry);
    };
  }

  advance(millis: number): void {
    const until = this.now + millis;
    for (;;) {
      const [next] = this.waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.waiting = this.waiting.filter((each) => each !== next);
      this.now = next.at;
      next.callback();
    }
    this.now = until;
  }
}

/** A worker that does what a test says, over real gRPC. */
class RawWorker {
  readonly control: ClientDuplexStream<InstructionResponse, InstructionRequest>;
  readonly data: ClientDuplexStream<Elements, Elements>;
  private readonly client: Client;
  private readonly requests: InstructionRequest[] = [];
  private readonly waiting: ((request: InstructionRequest) => void)[] = [];

  constructor(address: string, id: string) {
    this.client = new Client(address, credentials.createInsecure());
    this.control = this.open(BeamFnControl.control, id);
    this.data = this.open(BeamFnData.data, id);
    this.control.on('data', (request: InstructionRequest) => {
      const next = this.waiting.shift();
      if (next === undefined) this.requests.push(request);
      else next(request);
    });
  }

  /** The next instruction. */
  async asked(): Promise<InstructionRequest> {
    return this.requests.shift() ?? new Promise((resolve) => this.waiting.push(resolve));
  }

  answer(instructionId: string, more: Partial<InstructionResponse> = {}): void {
    this.control.write({ instructionId, error: '', ...more } as InstructionResponse);
  }

  done(instructionId: string): void {
    const processBundle = {
      residualRoots: [],
      monitoringInfos: [],
      monitoringData: {},
      requiresFinalization: false,
    };
    this.answer(instructionId, { processBundle });
  }

  send(instructionId: string, transformId: string, data: Uint8Array, isLast: boolean): void {
    this.data.write({ data: [{ instructionId, transformId, data, isLast }], timers: [] });
  }

  close(): void {
    this.client.close();
  }

  private open<Q, R>(method: Method<Q, R>, id: string): ClientDuplexStream<Q, R> {
    const metadata = new Metadata();
    if (id !== '') metadata.set('worker_id', id);
    const stream = this.client.makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      metadata,
    );
    stream.on('error', () => undefined);
    return stream;
  }
}

let server: FnApiServer;
let clock: TestClock;
let session: WorkerSession;
let worker: RawWorker;

beforeEach(async () => {
  server = await FnApiServer.listen();
  clock = new TestClock();
  session = expected();
  worker = new RawWorker(server.address, session.id);
  await session.connected;
});

afterEach(() => {
  worker.close();
  server.close();
});

const expected = (): WorkerSession =>
  server.expect({
    label: 'test',
    name: 'The worker',
    pipelineOptions: undefined,
    dependencies: [],
    artifacts: undefined,
    log: () => undefined,
    clock,
    silenceMillis: 8000,
  });

const bundle = (more: Partial<BundleSettings> = {}): BundleSettings => ({
  descriptorId: 'stage',
  outputs: [{ transformId: 'out' }],
  onElements: () => undefined,
  onTimers: () => undefined,
  onState: ({ id }) => ({ id, error: '' }),
  place: { step: 'Step' },
  ...more,
});

const LAST = new Uint8Array();

describe('a bundle', () => {
  test('is done when its response and the end of its outputs have come, in any order', async () => {
    const came: number[] = [];
    const first = session.begin(bundle({ onElements: (_, bytes) => void came.push(...bytes) }));
    await worker.asked();
    worker.done(first.instructionId);
    worker.send(first.instructionId, 'out', Uint8Array.of(1, 2), false);
    worker.send(first.instructionId, 'out', LAST, true);
    await first.done;
    expect(came).toEqual([1, 2]);
  });

  test('that has to wait with elements takes those behind them later, and in order', async () => {
    const came: number[] = [];
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const run = session.begin(
      bundle({
        onElements: (_, bytes) => {
          came.push(...bytes);
          return bytes[0] === 1 ? gate : undefined;
        },
      }),
    );
    await worker.asked();
    worker.send(run.instructionId, 'out', Uint8Array.of(1), false);
    worker.send(run.instructionId, 'out', Uint8Array.of(2), true);
    worker.done(run.instructionId);
    go();
    await run.done;
    expect(came).toEqual([1, 2]);
  });

  test('that fails in the worker says what the worker said, and where', async () => {
    const run = session.begin(bundle());
    worker.answer((await worker.asked()).instructionId, { error: 'ValueError: my own' });
    await expect(run.done).rejects.toMatchObject({
      code: 'E_USER',
      message: 'ValueError: my own',
      place: { step: 'Step' },
    });
  });

  test('sends elements and the end of their stream apart', async () => {
    const got: boolean[] = [];
    const ended = new Promise<void>((resolve) => {
      worker.data.on('data', ({ data }: Elements) => {
        got.push(...data.map(({ isLast }) => isLast));
        if (data.some(({ isLast }) => isLast)) resolve();
      });
    });
    session.begin(bundle()).sendElements('source', Uint8Array.of(1), true);
    await ended;
    expect(got).toEqual([false, true]);
  });
});

describe('a worker that breaks the contract is of no more use, and says why, when it', () => {
  const broken = async (what: RegExp): Promise<void> => {
    const run = session.begin(bundle());
    await expect(run.done).rejects.toMatchObject({ code: 'E_WORKER', message: expect.stringMatching(what) });
  };

  test('answers an instruction that nobody gave', async () => {
    worker.answer('nobody');
    await session.gone;
    await broken(/nobody gave, "nobody"/);
  });

  test('answers twice', async () => {
    const run = session.begin(bundle({ outputs: [] }));
    await worker.asked();
    worker.done(run.instructionId);
    await run.done;
    worker.done(run.instructionId);
    expect((await session.gone).message).toContain('twice');
  });

  test('sends elements for a bundle that nobody gave it', async () => {
    worker.send('nobody', 'out', Uint8Array.of(1), false);
    expect((await session.gone).message).toContain('"nobody"');
  });

  test('goes on behind the end of an output', async () => {
    const run = session.begin(bundle());
    worker.send((await worker.asked()).instructionId, 'out', LAST, true);
    worker.send(run.instructionId, 'out', Uint8Array.of(1), false);
    await expect(run.done).rejects.toMatchObject({
      code: 'E_WORKER',
      message: expect.stringMatching(/behind its end/),
    });
  });

  test('sends what it was not asked for', async () => {
    const run = session.begin(bundle());
    worker.send((await worker.asked()).instructionId, 'elsewhere', Uint8Array.of(1), false);
    await expect(run.done).rejects.toMatchObject({ message: expect.stringMatching(/"elsewhere"/) });
  });

  test('ends in the middle of a bundle', async () => {
    const run = session.begin(bundle());
    await worker.asked();
    worker.close();
    worker.control.cancel();
    await expect(run.done).rejects.toMatchObject({
      code: 'E_WORKER',
      message: expect.stringMatching(/has gone/),
    });
  });

  test('ends its data stream while outputs have yet to come', async () => {
    const run = session.begin(bundle());
    await worker.asked();
    worker.data.end();
    await expect(run.done).rejects.toMatchObject({
      code: 'E_WORKER',
      message: expect.stringMatching(/its data stream has ended/),
    });
  });

  test('has answered, lives, and never ends its outputs', async () => {
    const run = session.begin(bundle());
    const { instructionId } = await worker.asked();
    worker.done(instructionId);
    // What is answered behind the response has come when it has been.
    const told = session.infosOf({ monitoringInfos: [], monitoringData: { short: LAST } });
    worker.answer((await worker.asked()).instructionId, { monitoringInfos: { monitoringInfo: {} } });
    await told;
    clock.advance(8000);
    await expect(run.done).rejects.toMatchObject({
      code: 'E_WORKER',
      message: expect.stringMatching(/does not end its outputs/),
    });
  });

  test('gives no sign of life while it has work', async () => {
    const run = session.begin(bundle());
    await worker.asked();
    clock.advance(8000);
    await expect(run.done).rejects.toMatchObject({
      message: expect.stringMatching(/no sign of life for 8 s/),
    });
  });
});

test('a worker that is slow and answers when it is asked how it is getting on lives', async () => {
  const run = session.begin(bundle({ outputs: [] }));
  const { instructionId } = await worker.asked();
  for (let i = 0; i < 5; i++) {
    clock.advance(3000);
    // What is answered behind the questions has come when they have been.
    const told = session.infosOf({ monitoringInfos: [], monitoringData: { [`short${i}`]: LAST } });
    for (let asked = await worker.asked(); ; asked = await worker.asked()) {
      if (asked.monitoringInfos !== undefined) {
        worker.answer(asked.instructionId, { monitoringInfos: { monitoringInfo: {} } });
        break;
      }
      expect(asked.processBundleProgress).toEqual({ instructionId });
      worker.answer(asked.instructionId, {
        processBundleProgress: { monitoringInfos: [], monitoringData: {}, consumingReceivedData: false },
      });
    }
    await told;
  }
  worker.done(instructionId);
  await run.done;
});

test('a worker without work may be silent', async () => {
  clock.advance(1_000_000);
  const run = session.begin(bundle({ outputs: [] }));
  worker.done((await worker.asked()).instructionId);
  await run.done;
});

test('one worker that breaks the contract leaves the others as they are', async () => {
  const other = expected();
  const raw = new RawWorker(server.address, other.id);
  await other.connected;
  worker.answer('nobody');
  await session.gone;
  const run = other.begin(bundle({ outputs: [] }));
  raw.done((await raw.asked()).instructionId);
  await run.done;
  raw.close();
});

test('who does not name itself as a worker that is expected is refused', async () => {
  for (const id of ['', 'test-guessed', `${session.id}x`]) {
    const metadata = new Metadata();
    if (id !== '') metadata.set('worker_id', id);
    const client = new Client(server.address, credentials.createInsecure());
    const { getProvisionInfo: method } = ProvisionService;
    const error = await new Promise<ServiceError | null>((resolve) =>
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        {},
        metadata,
        (thrown) => resolve(thrown),
      ),
    );
    expect(error?.details).toContain('no worker of this runner');
    client.close();
  }
});
