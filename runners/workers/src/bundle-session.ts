/**
 * One bundle at a worker: what is sent to it, and what has come of it.
 *
 * Owns: the ends of outputs that have yet to come, and the response.
 * Does not own: the streams (worker-session.ts).
 *
 * Invariants:
 *  B1  it is done when the response and the end of each output have come; after that nothing of it is taken.
 *  B2  an output says once that it is at its end, and nothing comes behind it.
 *  B3  elements are handed on in the order they came, also when one of them has to wait.
 */
import {
  type Elements,
  type InstructionRequest,
  type InstructionResponse,
  type ProcessBundleProgressResponse,
  type ProcessBundleResponse,
  type ProcessBundleSplitRequestDesiredSplit,
  type ProcessBundleSplitResponse,
  ProcessBundleProgressResponse as ProgressResponse,
  type StateRequest,
  type StateResponse,
} from '@hornbeam/proto/services';
import { BeamError } from '@hornbeam/sdk/model';
import type { BundleSettings, RemoteBundle } from './remote-worker.js';

/** What a bundle needs of its worker's streams. */
export interface BundleLine {
  /** Sends an instruction; resolves with its response. @throws BeamError when the worker is gone */
  ask(request: Partial<InstructionRequest>): Promise<InstructionResponse>;
  /** A promise while the stream is full. */
  send(elements: Elements): Promise<void> | undefined;
  /** Nothing more comes of this bundle that is wanted. */
  ended(bundle: BundleSession): void;
  /** The worker breaks the contract. */
  broken(what: string): BeamError;
  /** On the steady clock, ms. */
  now(): number;
}

/** See the head of this file. */
export class BundleSession implements RemoteBundle {
  readonly instructionId: string;
  readonly done: Promise<ProcessBundleResponse>;
  private readonly settings: BundleSettings;
  private readonly line: BundleLine;
  private readonly open: Set<string>;
  private response: ProcessBundleResponse | undefined;
  /** When the worker answered, where ends of outputs have yet to come; on the steady clock. */
  missingSince: number | undefined;
  private isOver = false;
  private finish!: (response: ProcessBundleResponse) => void;
  private reject!: (error: BeamError) => void;
  /** What has to wait, in order (B3). */
  private waiting: Promise<void> | undefined;

  constructor(instructionId: string, settings: BundleSettings, line: BundleLine) {
    this.instructionId = instructionId;
    this.settings = settings;
    this.line = line;
    this.open = new Set(settings.outputs.map(({ transformId, family }) => streamOf(transformId, family)));
    this.done = new Promise((resolve, reject) => {
      this.finish = resolve;
      this.reject = reject;
    });
    this.done.catch(() => undefined); // also where nobody waits for it any more
  }

  sendElements(transformId: string, bytes: Uint8Array, isLast: boolean): Promise<void> | undefined {
    const { instructionId } = this;
    const data = parted(bytes, isLast).map((part) => ({
      instructionId,
      transformId,
      data: part.bytes,
      isLast: part.isLast,
    }));
    return this.line.send({ data, timers: [] });
  }

  sendTimers(
    transformId: string,
    family: string,
    bytes: Uint8Array,
    isLast: boolean,
  ): Promise<void> | undefined {
    const { instructionId } = this;
    const timers = parted(bytes, isLast).map((part) => ({
      instructionId,
      transformId,
      timerFamilyId: family,
      timers: part.bytes,
      isLast: part.isLast,
    }));
    return this.line.send({ data: [], timers });
  }

  async split(
    desiredSplits: Record<string, ProcessBundleSplitRequestDesiredSplit>,
  ): Promise<ProcessBundleSplitResponse | undefined> {
    if (this.isOver) return undefined;
    const { instructionId } = this;
    const { error, processBundleSplit } = await this.line.ask({
      processBundleSplit: { instructionId, desiredSplits },
    });
    return error === '' ? processBundleSplit : undefined;
  }

  async progress(): Promise<ProcessBundleProgressResponse> {
    const { instructionId } = this;
    const { processBundleProgress } = await this.line.ask({ processBundleProgress: { instructionId } });
    return processBundleProgress ?? ProgressResponse.create({});
  }

  async finalize(): Promise<void> {
    const { instructionId } = this;
    const { error } = await this.line.ask({ finalizeBundle: { instructionId } });
    if (error !== '') throw new BeamError('E_USER', error, this.settings.place);
  }

  abandon(): void {
    this.end();
    this.reject(new BeamError('E_CANCELLED', 'The bundle was given up.', this.settings.place));
  }

  /** The worker is of no more use. */
  fail(error: BeamError): void {
    if (this.isOver) return;
    this.end();
    this.reject(error.at(this.settings.place));
  }

  /** Takes the response to the bundle itself. */
  answer({ error, processBundle }: InstructionResponse): void {
    if (this.isOver) return;
    if (error !== '') {
      this.fail(new BeamError('E_USER', error));
      return;
    }
    if (processBundle === undefined) {
      this.fail(this.line.broken('answers a bundle with something else'));
      return;
    }
    const { elements } = processBundle;
    const taken = elements === undefined ? undefined : this.take(elements);
    const settle = (): void => {
      this.response = processBundle;
      this.settle();
    };
    if (taken === undefined) settle();
    else void taken.then(settle);
  }

  /** Takes elements and timers of this bundle; a promise while the runner has to wait. Does not throw. */
  take({ data, timers }: Elements): Promise<void> | undefined {
    for (const { transformId, data: bytes, isLast } of data) {
      this.takeOne(streamOf(transformId), bytes, isLast, () => this.settings.onElements(transformId, bytes));
    }
    for (const { transformId, timerFamilyId: family, timers: bytes, isLast } of timers) {
      this.takeOne(streamOf(transformId, family), bytes, isLast, () =>
        this.settings.onTimers(transformId, family, bytes),
      );
    }
    this.settle();
    return this.waiting;
  }

  /** Answers a state request. Does not throw. */
  async state(request: StateRequest): Promise<StateResponse> {
    const { id } = request;
    try {
      return await this.settings.onState(request);
    } catch (thrown) {
      return { id, error: BeamError.from(thrown).message };
    }
  }

  private takeOne(
    stream: string,
    bytes: Uint8Array,
    isLast: boolean,
    hand: () => void | Promise<void>,
  ): void {
    if (this.isOver) return;
    if (!this.open.has(stream)) {
      this.fail(this.line.broken(`sends "${stream}" behind its end, or unasked`)); // B2
      return;
    }
    const end = (): void => {
      if (isLast) this.open.delete(stream);
    };
    const handOn = (): void | Promise<void> => {
      if (bytes.length === 0 || this.isOver) return undefined;
      try {
        return hand();
      } catch (thrown) {
        this.fail(BeamError.from(thrown));
        return undefined;
      }
    };
    if (this.waiting !== undefined) {
      this.hold(this.waiting.then(handOn).then(end)); // B3
      return;
    }
    const wait = handOn();
    if (wait === undefined) end();
    else this.hold(wait.then(end));
  }

  private hold(work: Promise<void>): void {
    const held: Promise<void> = work
      .catch((thrown: unknown) => this.fail(BeamError.from(thrown)))
      .then(() => {
        if (this.waiting === held) this.waiting = undefined;
        this.settle();
      });
    this.waiting = held;
  }

  /** B1 */
  private settle(): void {
    if (this.isOver || this.response === undefined || this.waiting !== undefined) return;
    if (this.open.size > 0) {
      this.missingSince ??= this.line.now();
      return;
    }
    this.end();
    this.finish(this.response);
  }

  private end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.line.ended(this);
  }
}

const streamOf = (transformId: string, family?: string): string =>
  family === undefined ? transformId : `${transformId}/${family}`;

/** Elements and the end of their stream apart: Python and Prism throw away what comes together with the end. */
function parted(bytes: Uint8Array, isLast: boolean): { bytes: Uint8Array; isLast: boolean }[] {
  const parts: { bytes: Uint8Array; isLast: boolean }[] = [];
  if (bytes.length > 0) parts.push({ bytes, isLast: false });
  if (isLast) parts.push({ bytes: new Uint8Array(), isLast: true });
  return parts;
}
