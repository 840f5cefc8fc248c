/**
 * A stage whose steps run in another process: its bundles go there as bytes, and come back as bytes.
 *
 * Owns: what belongs to the bundle under way, the state and timers of the stage's step.
 * Does not own: the worker and its streams (@hornbeam/workers), what runs when (engine), elements (edge stores).
 *
 * Invariants:
 *  X1  one bundle at a time.
 *  X2  nothing of a bundle is handed on before the worker has answered, and every output has said that it is at its end.
 *  X3  what a worker gave back of a bundle that was split is among what the bundle left undone, once.
 *  X4  what a bundle set and cleared holds when it has ended well.
 */
import type { BatchHandle, BundleTimes } from '@hornbeam/engine';
import type { ProcessBundleResponse, ProcessBundleSplitResponse } from '@hornbeam/proto/services';
import { ElementReader, ElementWriter } from '@hornbeam/sdk/fn-api';
import {
  BeamError,
  ByteWriter,
  type Coder,
  type ErrorPlace,
  KvCoder,
  type Metadata,
  preview,
  ROOT_METADATA,
  WindowedValueCoder,
} from '@hornbeam/sdk/model';
import type { BundleOutcome, BundleWork, Cursor, Pace, Receiver, Residual } from '@hornbeam/sdk/worker';
import type { RemoteBundle, RemoteWorker } from '@hornbeam/workers';
import type { FinishedBundle } from '../hosts/host.js';
import { SOURCE_PORT, sinkPort } from '../plan/descriptor.js';
import type { LongGroups } from './long-groups.js';
import type { RemoteStageParts } from './open-remote-stage.js';
import { residualOf } from './residual-roots.js';

/** Elements go to the worker in chunks of at least so many bytes, but for the last. */
const CHUNK_BYTES = 256 * 1024;

/** An element that was sent, where it may come back. */
interface SentElement {
  readonly element: unknown;
  readonly metadata: Metadata;
}

/** A bundle at work. */
interface BundleAtWork {
  readonly remote: RemoteBundle;
  readonly startedAt: number;
  /** What came back by splits. */
  readonly residuals: Residual[];
  /** Only of a stage that can be split. */
  readonly sent: SentElement[];
  /** How many elements there will be. */
  readonly expected: number;
  /** The worker takes no element from this one on. */
  stop: number;
  split: Promise<void> | undefined;
  /** Set when it has failed. */
  failure: BeamError | undefined;
}

/** See the head of this file. */
export class RemoteStage {
  private readonly parts: RemoteStageParts;
  private readonly chunk = new ByteWriter(CHUNK_BYTES);
  private readonly writer: ElementWriter;
  private readonly form: WindowedValueCoder<unknown>;
  private readonly readers = new Map<
    string,
    { readonly reader: ElementReader; readonly receiver: Receiver }
  >();
  private readonly cursor: { metadata: Metadata } = { metadata: ROOT_METADATA };
  private bundle: BundleAtWork | undefined;
  /** Elements handed to the worker, in all bundles. */
  taken = 0;
  startedAt: number | undefined;
  firings = 0;

  constructor(parts: RemoteStageParts) {
    this.parts = parts;
    const { planned, facts, source, writers, groups } = parts;
    this.form = new WindowedValueCoder(facts.coderOf(source), facts.windowCoderOf(source));
    this.writer = new ElementWriter(groups === undefined ? this.form : longForm(this.form, groups));
    for (const { collection, edges } of planned.sinks) {
      const form = new WindowedValueCoder<unknown>(
        facts.coderOf(collection),
        facts.windowCoderOf(collection),
      );
      this.readers.set(sinkPort(collection), {
        reader: new ElementReader(form),
        receiver: writers.receiverOf(edges, this.cursor),
      });
    }
  }

  /** Runs one bundle. @throws BeamError */
  async run(input: readonly BatchHandle[], times: BundleTimes): Promise<FinishedBundle> {
    const { head, services, writers, timers, families, planned, stores } = this.parts;
    const worker = await this.parts.worker();
    const work = await head.work(input, times);
    const bundle = this.begin(worker, input);
    this.bundle = bundle;
    this.startedAt = bundle.startedAt;
    this.firings = 0;
    const { remote } = bundle;
    remote.done.catch((thrown: unknown) => {
      bundle.failure = BeamError.from(thrown);
    });
    const stop = (): void => remote.abandon();
    services.signal.addEventListener('abort', stop);
    try {
      services.signal.throwIfAborted();
      await Promise.race([this.send(work, bundle), failed(remote.done)]);
      const response = await remote.done;
      await bundle.split; // X3
      if (timers !== undefined) families?.commit(timers); // X4
      const outcome = this.outcomeOf(bundle, response);
      await this.note(worker, response);
      stores.get(planned.source)!.finished(input);
      for (const { edge } of planned.sides) stores.get(edge)!.finished([]);
      const report = head.finished(outcome, times, services.now());
      return { result: { ...report, outputs: writers.commit() }, afterCommit: outcome.afterCommit };
    } catch (thrown) {
      remote.abandon();
      throw BeamError.from(thrown, 'E_CANCELLED', this.place());
    } finally {
      services.signal.removeEventListener('abort', stop);
      this.bundle = undefined;
    }
  }

  /** Asks the worker to give back all that it has not begun. */
  split(): void {
    const { bundle } = this;
    if (bundle === undefined || bundle.split !== undefined) return;
    bundle.split = this.askForSplit(bundle)
      .catch(() => undefined) // the bundle says what is wrong with the worker
      .finally(() => {
        bundle.split = undefined;
      });
  }

  /** The steps of the stage, where there is only one. */
  place(): ErrorPlace {
    return this.parts.place;
  }

  private begin(worker: RemoteWorker, input: readonly BatchHandle[]): BundleAtWork {
    const { planned, descriptor, families, answers, services } = this.parts;
    const { head } = planned;
    const step = head.kind === 'stateful' ? head.transform : '';
    answers.begin();
    const outputs = [
      ...planned.sinks.map(({ collection }) => ({ transformId: sinkPort(collection) })),
      ...(families?.names ?? []).map((family) => ({ transformId: step, family })),
    ];
    const remote = worker.begin({
      descriptorId: descriptor.id,
      outputs,
      onElements: (port, bytes) => this.take(port, bytes),
      onTimers: (_, family, bytes) => families!.take(family, bytes),
      onState: (request) => answers.answer(request),
      place: this.place(),
    });
    return {
      remote,
      startedAt: services.monotonic(),
      residuals: [],
      sent: [],
      expected: input.reduce((count, { elements }) => count + elements, 0),
      stop: Number.POSITIVE_INFINITY,
      split: undefined,
      failure: undefined,
    };
  }

  private async send({ feeds, timers }: BundleWork, bundle: BundleAtWork): Promise<void> {
    const { remote } = bundle;
    const { families, services, planned, state } = this.parts;
    const { chunk, writer } = this;
    const isSplittable = planned.head.kind === 'splittable';
    let full: Promise<void> | undefined;
    const sent = (wait: Promise<void> | undefined): void => {
      if (wait === undefined) return;
      const mine = wait.finally(() => {
        if (full === mine) full = undefined;
      });
      mine.catch(() => undefined);
      full = mine;
    };
    const pace: Pace = {
      get raised() {
        return full !== undefined;
      },
      ready: () => full,
      breathe: services.breathe,
      check: () => {
        if (bundle.failure !== undefined) throw bundle.failure;
      },
    };
    const cursor: { metadata: Metadata } & Cursor = { metadata: ROOT_METADATA };
    const flush = (): void => {
      if (chunk.length === 0) return;
      sent(remote.sendElements(SOURCE_PORT, chunk.finish(), false));
      chunk.reset();
    };
    const written = (): void => {
      this.taken++;
      if (chunk.length >= CHUNK_BYTES) flush();
    };
    const failedAt = (thrown: unknown, element: unknown): BeamError =>
      BeamError.from(thrown, 'E_ENCODE', { ...this.place(), element: preview(element) });
    const port: Receiver = {
      push: (value) => {
        if (isSplittable) bundle.sent.push({ element: value, metadata: cursor.metadata });
        try {
          if (state !== undefined) this.see((value as { key: Uint8Array }).key, cursor.metadata);
          writer.write(value, cursor.metadata, chunk);
        } catch (thrown) {
          throw failedAt(thrown, value);
        }
        written();
      },
      pushPair: (key, value) => {
        if (isSplittable) bundle.sent.push({ element: { key, value }, metadata: cursor.metadata });
        try {
          if (state !== undefined) this.see(key as Uint8Array, cursor.metadata);
          writer.writePair(key, value, cursor.metadata, chunk);
        } catch (thrown) {
          throw failedAt(thrown, { key, value });
        }
        written();
      },
    };
    chunk.reset();
    await feeds.get(SOURCE_PORT)!.run(port, cursor, pace);
    flush();
    // Python throws away what comes together with the end.
    sent(remote.sendElements(SOURCE_PORT, new Uint8Array(), true));
    if (families === undefined) return;
    let family: string | undefined;
    let step = '';
    const flushTimers = (): void => {
      if (family !== undefined && chunk.length > 0)
        sent(remote.sendTimers(step, family, chunk.finish(), false));
      chunk.reset();
    };
    for (const [transform, feed] of timers ?? []) {
      step = transform;
      await feed.run((firing) => {
        const { family: name, bytes } = families.written(firing);
        if (name !== family || chunk.length >= CHUNK_BYTES) flushTimers(); // in the order of time
        family = name;
        chunk.writeBytes(bytes);
        this.firings++;
      }, pace);
    }
    flushTimers();
    for (const name of families.names) remote.sendTimers(step, name, new Uint8Array(), true);
  }

  /** Keys and windows that the step is to be told of at their end. */
  private see(key: Uint8Array, { windows }: Metadata): void {
    const { state, keyBytes } = this.parts;
    const bytes = keyBytes(key);
    for (const window of windows) state!.see(bytes, window);
  }

  private take(port: string, bytes: Uint8Array): void {
    const { services, writers } = this.parts;
    const { reader, receiver } = this.readers.get(port)!;
    reader.begin(bytes);
    while (reader.hasMore) {
      const value = reader.next();
      this.cursor.metadata = reader.metadata;
      receiver.push(value);
    }
    if (services.isBundleFull(this.startedAt!, writers.size())) this.split();
  }

  private async askForSplit(bundle: BundleAtWork): Promise<void> {
    if (this.parts.planned.head.kind !== 'splittable') return;
    const answer = await bundle.remote.split({
      [SOURCE_PORT]: {
        fractionOfRemainder: 0,
        allowedSplitPoints: [],
        estimatedInputElements: BigInt(bundle.expected),
      },
    });
    if (answer === undefined) return;
    this.takeBack(bundle, answer);
  }

  private takeBack(bundle: BundleAtWork, { residualRoots, channelSplits }: ProcessBundleSplitResponse): void {
    for (const root of residualRoots) bundle.residuals.push(this.residual(root));
    for (const { transformId, firstResidualElement } of channelSplits) {
      if (transformId === SOURCE_PORT) bundle.stop = Math.min(bundle.stop, Number(firstResidualElement));
    }
  }

  private residual(root: ProcessBundleResponse['residualRoots'][number]): Residual {
    return { ...residualOf(root, this.form), transformId: SOURCE_PORT };
  }

  private outcomeOf(bundle: BundleAtWork, response: ProcessBundleResponse): BundleOutcome {
    const { remote, residuals, sent, stop } = bundle;
    const { head } = this.parts.planned;
    const left = response.residualRoots.map((root) => this.residual(root));
    if (left.length > 0 && head.kind !== 'splittable') {
      throw new BeamError('E_WORKER', 'The worker left something undone of a step that is not splittable.');
    }
    const untouched = sent.slice(Math.min(stop, sent.length)).map(
      ({ element, metadata }): Residual => ({
        transformId: SOURCE_PORT,
        element,
        metadata,
        watermark: metadata.timestamp,
        delay: 0,
      }),
    );
    return {
      residuals: [...left, ...residuals, ...untouched],
      afterCommit: response.requiresFinalization ? [() => remote.finalize()] : [],
    };
  }

  private async note(worker: RemoteWorker, response: ProcessBundleResponse): Promise<void> {
    this.parts.metrics.add(await worker.infosOf(response));
  }
}

/** Writes groups as they are sent: the long ones without their rest. */
function longForm(form: WindowedValueCoder<unknown>, groups: LongGroups): WindowedValueCoder<unknown> {
  const { key } = form.value as KvCoder<unknown, unknown>;
  return new WindowedValueCoder<unknown>(new KvCoder(key, groups.coder()) as Coder<unknown>, form.window);
}

/** Rejects when the bundle fails, and else never settles. */
const failed = (done: Promise<unknown>): Promise<never> =>
  new Promise((_, reject) => {
    done.catch(reject);
  });
