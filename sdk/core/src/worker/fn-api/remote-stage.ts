/**
 * A stage of the runner's, ready to run bundles one after another.
 *
 * Owns: the bundle processor, the ports and what of them belongs to the bundle in hand.
 * Does not own: the streams, which bundles run when (bundle-runs.ts).
 *
 * Invariants:
 *  G1  one bundle at a time, as a bundle processor has it.
 *  G2  a bundle reads until every source port and every timer family has said that it is at its end.
 *  G3  state is committed before the bundle is answered, and after all its elements are sent.
 *  G4  side inputs that may change are asked for anew in each bundle; of bounded input without late panes a window has one
 *      content, which is kept. (Flink's bounded runs make a bundle of each key.)
 */
import { randomUUID } from 'node:crypto';
import type { ProcessBundleDescriptor, PTransform } from '@hornbeam/proto';
import { IsBounded, ParDoPayload } from '@hornbeam/proto';
import {
  BundleApplication,
  type DelayedBundleApplication,
  type ProcessBundleRequest,
  type ProcessBundleResponse,
  RemoteGrpcPort,
} from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import type { LogRecord } from '../../construction/index.js';
import { BeamError, type ErrorPlace } from '../../model/errors.js';
import type { Window } from '../../model/window.js';
import { windowKey } from '../../model/window.js';
import { coderFromPlan } from '../../translate/coders.js';
import { mainInputs } from '../../translate/inputs.js';
import type { LiveParts } from '../../translate/plan.js';
import { CALL_SITE_ANNOTATION } from '../../translate/to-proto.js';
import { BundleProcessor, type StageInputs } from '../bundle-processor.js';
import { MetricCells } from '../metric-cells.js';
import type { KeyedState, TimerSink, WorkerServices } from '../services.js';
import type { DataChannel } from './data-channel.js';
import type { Inbox } from './inbox.js';
import { elementCounts, failureCounts, progressInfos, userMetrics } from './monitoring/stage-metrics.js';
import { Outbox } from './outbox.js';
import { encoded, residualOf } from './residual.js';
import { SinkPort } from './sink-port.js';
import { SourcePort } from './source-port.js';
import type { BundleState } from './state/bundle-state.js';
import { TimerPort } from './timer-port.js';
import { Turns } from './turns.js';

/** What a stage needs of its worker. */
export interface StageSettings {
  readonly descriptor: ProcessBundleDescriptor;
  readonly live: LiveParts;
  /** The data stream of an address. */
  readonly dataChannel: (address: string) => DataChannel;
  readonly log: (record: LogRecord, instructionId: string) => void;
  readonly clock: StageClock;
  /** The runner reads elements out of responses. */
  readonly embedsElements: boolean;
}

/** Time as a stage needs it. */
export interface StageClock {
  /** ms since 1970. */
  now(): number;
  /** ms of a clock that never goes back. */
  monotonic(): number;
  /** Resolves after the other work of the thread has had a turn. */
  turn(): Promise<void>;
  /** Calls back once, `millis` later, unless what is returned is called before. */
  after(millis: number, callback: () => void): () => void;
}

/** What a bundle is run with. */
export interface BundleInput {
  readonly instructionId: string;
  readonly request: ProcessBundleRequest;
  readonly inbox: Inbox;
  /** Undefined where the runner serves no state. */
  readonly state: BundleState | undefined;
}

/** What a bundle came to. */
export interface BundleEnd {
  readonly response: Omit<ProcessBundleResponse, 'monitoringData'>;
  readonly afterCommit: readonly (() => void | Promise<void>)[];
}

/** A step that reads an endless source gives back its rest after so long, ms, or so many elements. */
const ENDLESS_MILLIS = 500;
const ENDLESS_ELEMENTS = 10_000;
/** It also does when nothing has followed for so long, ms: runners may read what there is at the end of the bundle only. */
const SILENT_MILLIS = 100;
/** One that has made nothing goes on for so long, ms: Flink keeps something of each residual for ever (#27648). */
const EMPTY_MILLIS = 2000;
/** Runners count the pauses of residuals in seconds; a step that wants to go on sooner does so in its bundle. */
const LONG_PAUSE_MILLIS = 1000;
/** The shortest pause, ms. */
const SHORT_PAUSE_MILLIS = 5;
/** So many windows of settled side inputs are kept. */
const SETTLED_LIMIT = 64;
/** Bytes of accumulators that a combine holds back. */
const COMBINE_BYTES = 32 * 1024 * 1024;

/** See the head of this file. */
export class RemoteStage {
  private readonly settings: StageSettings;
  private readonly processor: BundleProcessor;
  private readonly turns: Turns;
  private readonly sources = new Map<string, SourcePort>();
  private readonly sinks = new Map<string, SinkPort>();
  private readonly timers = new Map<string, Map<string, TimerPort>>();
  private readonly metrics = new MetricCells();
  private readonly counted = new Map<string, number>();
  private readonly failed = new Map<string, number>();
  private readonly states = new Map<string, KeyedState>();
  private readonly dataAddress: string;
  private readonly isEndless: boolean;
  /** Of side inputs: whether they are settled. */
  private readonly settles = new Map<string, boolean>();
  private current: BundleInput | undefined;
  private outbox: Outbox | undefined;
  private abort = new AbortController();
  private loaded = new Map<string, Iterable<unknown>>();
  /** Side inputs that cannot change any more, of the windows used last. */
  private readonly settled = new Map<string, Iterable<unknown>>();
  private startedAt = 0;

  /** @throws BeamError `E_BAD_PLAN` `E_UNSUPPORTED` `E_GRAPH_DIFFERS` */
  constructor(settings: StageSettings) {
    this.settings = settings;
    this.turns = new Turns(settings.clock);
    const { descriptor, live } = settings;
    let address = '';
    for (const [id, transform] of Object.entries(descriptor.transforms)) {
      const { spec } = transform;
      if (spec?.urn === urns.ports.source) {
        const port = RemoteGrpcPort.decode(spec.payload);
        address ||= port.apiServiceDescriptor?.url ?? '';
        this.sources.set(id, new SourcePort(id, this.coder(port.coderId)));
      } else if (spec?.urn === urns.ports.sink) {
        address ||= RemoteGrpcPort.decode(spec.payload).apiServiceDescriptor?.url ?? '';
      } else if (spec?.urn === urns.transforms.parDo) {
        this.addTimers(id, spec.payload);
      }
    }
    this.dataAddress = address || (descriptor.timerApiServiceDescriptor?.url ?? '');
    // Before anything can fail: Flink waits three minutes for this stream before it looks at an answer.
    if (this.dataAddress !== '') settings.dataChannel(this.dataAddress);
    this.isEndless = Object.values(descriptor.pcollections).some(
      ({ isBounded }) => isBounded === IsBounded.UNBOUNDED,
    );
    this.processor = new BundleProcessor(descriptor, live, this.services());
  }

  /** Runs one bundle. @throws BeamError */
  async run(input: BundleInput): Promise<BundleEnd> {
    const { clock, embedsElements } = this.settings;
    this.current = input;
    this.abort = new AbortController();
    this.loaded = new Map();
    this.startedAt = clock.monotonic();
    this.turns.begin(this.startedAt);
    const outbox = new Outbox(this.settings.dataChannel(this.dataAddress), input.instructionId);
    this.outbox = outbox;
    for (const port of this.sources.values()) port.reset();
    for (const port of this.sinks.values()) port.begin(outbox);
    const unwatch = this.isEndless && this.processor.splittableIds.length > 0 ? this.watch() : undefined;
    try {
      const outcome = await this.processor.processMixed((inputs) => this.feed(inputs, input));
      for (const families of this.timers.values()) for (const port of families.values()) port.send(outbox);
      const elements = outbox.finish(embedsElements);
      await outbox.full;
      await input.state?.commit();
      return {
        response: {
          residualRoots: outcome.residuals.map((residual) =>
            residualOf(residual, this.settings.descriptor, this.settings.live),
          ),
          monitoringInfos: this.takeMetrics(),
          requiresFinalization: outcome.afterCommit.length > 0,
          ...(elements === undefined ? {} : { elements }),
        },
        afterCommit: outcome.afterCommit,
      };
    } catch (thrown) {
      input.state?.abort();
      for (const families of this.timers.values()) for (const port of families.values()) port.abort();
      throw thrown;
    } finally {
      unwatch?.();
      this.current = undefined;
    }
  }

  /** The bundle is of no use any more. */
  cancel(reason: BeamError): void {
    this.abort.abort(reason);
  }

  /** How far the bundle is, for a report of progress. */
  progress() {
    return progressInfos(this.sources, this.processor);
  }

  /** The ports that elements come in by. */
  get sourcePorts(): ReadonlyMap<string, SourcePort> {
    return this.sources;
  }

  /** How much of the element that the splittable step is at is left, 0 to 1; undefined when it is at none. */
  inHand(): number | undefined {
    return this.processor.inHand();
  }

  /** Cuts the element in hand in two, of which the bundle keeps the first. Undefined when it cannot be cut. */
  cut(fraction: number): { primary: BundleApplication; residual: DelayedBundleApplication } | undefined {
    const { descriptor, live } = this.settings;
    const made = this.processor.cut(fraction);
    if (made === undefined) return undefined;
    const { transformId } = made.primary;
    return {
      primary: BundleApplication.create({ transformId, ...encoded(made.primary, descriptor, live) }),
      residual: residualOf(made.residual, descriptor, live),
    };
  }

  /** Ends the operators. @throws BeamError the first that fails */
  teardown(): Promise<void> {
    return this.processor.teardown();
  }

  private async feed(inputs: StageInputs, { inbox }: BundleInput): Promise<void> {
    const { pace, cursor } = inputs;
    const pauses = (): boolean => pace.raised || this.outbox!.full !== undefined;
    for (let open = this.expected(); open > 0; ) {
      const chunk = inbox.take();
      if (chunk === undefined) {
        // The runner may be waiting for what it can already have.
        this.outbox!.flushAll();
        await this.turns.awake(inbox.ready());
        continue;
      }
      const { transformId, family, bytes, isLast } = chunk;
      if (isLast) open--;
      if (family === undefined) {
        const port = this.sources.get(transformId);
        if (port === undefined) throw notThere('source', transformId);
        const receiver = inputs.source(transformId);
        port.begin(bytes);
        while (!port.push(receiver, cursor, pauses)) await this.yield(inputs);
        if (pauses()) await this.yield(inputs);
      } else {
        const port = this.timers.get(transformId)?.get(family);
        if (port === undefined) throw notThere(`timer family "${family}"`, transformId);
        const { fire } = inputs.timers(transformId);
        for (const firing of port.firings(bytes)) {
          fire(firing);
          if (pauses()) await this.yield(inputs);
        }
      }
      await this.turns.betweenChunks();
    }
  }

  /** Waits for the stage and for the runner. */
  private async yield({ pace }: StageInputs): Promise<void> {
    if (this.outbox!.full !== undefined) await this.outbox!.full;
    if (pace.raised) {
      // What takes so long may be far away: let the runner see what there is.
      await pace.ready();
    }
    pace.check();
  }

  /** How many ends there are to wait for (G2). */
  private expected(): number {
    let count = this.sources.size;
    for (const families of this.timers.values()) count += families.size;
    return count;
  }

  private addTimers(id: string, payload: Uint8Array): void {
    const families = Object.entries(ParDoPayload.decode(payload).timerFamilySpecs);
    if (families.length === 0) return;
    const ports = families.map(
      ([family, { timerFamilyCoderId }]) =>
        [family, new TimerPort(id, family, this.coder(timerFamilyCoderId))] as const,
    );
    this.timers.set(id, new Map(ports));
  }

  private takeMetrics() {
    return [
      ...userMetrics(this.metrics, this.settings.descriptor),
      ...failureCounts(this.processor.stats, this.failed),
      ...elementCounts(this.settings.descriptor, this.processor.stats, {
        sources: this.sources,
        sinks: this.sinks,
        before: this.counted,
      }),
    ];
  }

  private services(): WorkerServices {
    const { clock, log } = this.settings;
    const stage = this;
    return {
      loadSideInput: (transformId, name, window) => this.loadSideInput(transformId, name, window),
      sideInput: (transformId, name, window) => {
        const key = sideKey(transformId, name, window);
        const elements = this.loaded.get(key) ?? this.settled.get(key);
        if (elements === undefined) throw notThere(`side input "${name}" in this window`, transformId);
        return elements;
      },
      sideInputVersion: (transformId, name) => (this.isSettled(transformId, name) ? 0 : stage.startedAt),
      sink: (transformId, cursor) => {
        const transform = this.settings.descriptor.transforms[transformId]!;
        const { coderId } = RemoteGrpcPort.decode(transform.spec!.payload);
        const port = new SinkPort(transformId, this.coder(coderId), cursor, this.originOf(transform));
        this.sinks.set(transformId, port);
        return port.receiver;
      },
      state: (transformId) => this.stateOf(transformId),
      timers: (transformId) => this.timerSink(transformId),
      metrics: this.metrics,
      log: (record) => log(record, this.current?.instructionId ?? ''),
      now: () => clock.now(),
      wait: (millis) => this.wait(millis),
      newName: randomUUID,
      get signal() {
        return stage.abort.signal;
      },
      isBundleFull: () => this.isFull(),
      pause: (millis) => this.pause(millis),
      combineBytes: COMBINE_BYTES,
      breathe: () => this.turns.betweenOutputs(),
    };
  }

  private wait(millis: number): Promise<void> {
    const { signal } = this.abort;
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.settings.clock.after(millis, end);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
  }

  private isFull(): boolean {
    if (!this.isEndless) return false;
    const made = this.made();
    const elapsed = this.settings.clock.monotonic() - this.startedAt;
    return made >= ENDLESS_ELEMENTS || elapsed >= (made > 0 ? ENDLESS_MILLIS : EMPTY_MILLIS);
  }

  private pause(millis: number): Promise<void> | undefined {
    if (!this.isEndless || millis >= LONG_PAUSE_MILLIS || this.isFull()) return undefined;
    return new Promise((resolve) => {
      this.settings.clock.after(Math.max(millis, SHORT_PAUSE_MILLIS), resolve);
    });
  }

  /** How many elements the bundle has made so far. */
  private made(): number {
    let elements = 0;
    for (const sink of this.sinks.values()) elements += sink.elements;
    return elements;
  }

  /** Sees that a step which waits for an endless source does not hold the bundle open. @returns ends it */
  private watch(): () => void {
    const { clock } = this.settings;
    let before = 0;
    const look = (): void => {
      const made = this.made();
      const isSilent = made > 0 && made === before;
      const isOver = (isSilent || this.isFull()) && this.processor.split(0);
      before = made;
      if (!isOver) cancel = clock.after(SILENT_MILLIS, look);
    };
    let cancel = clock.after(SILENT_MILLIS, look);
    return () => cancel();
  }

  /** The state of a step in whatever bundle is in hand: operators ask for it once. */
  private stateOf(transformId: string): KeyedState {
    let state = this.states.get(transformId);
    if (state === undefined) {
      let bundle: BundleState | undefined;
      let keyed: KeyedState | undefined;
      state = {
        cells: (key, window) => {
          const now = this.bundleState(transformId);
          if (now !== bundle) {
            bundle = now;
            keyed = now.state(transformId);
          }
          return keyed!.cells(key, window);
        },
      };
      this.states.set(transformId, state);
    }
    return state;
  }

  private timerSink(transformId: string): TimerSink {
    const families = this.timers.get(transformId);
    const portOf = (family: string): TimerPort => {
      const port = families?.get(family);
      if (port === undefined) throw notThere(`timer family "${family}"`, transformId);
      return port;
    };
    return {
      set: (timer) => portOf(timer.family).set(timer),
      clear: (timer) => portOf(timer.family).clear(timer),
      supersedes: (firing) => portOf(firing.family).supersedes(firing),
    };
  }

  private loadSideInput(transformId: string, name: string, window: Window): Promise<void> | undefined {
    const key = sideKey(transformId, name, window);
    if (this.loaded.has(key) || this.settled.has(key)) return undefined;
    const loaded = this.isSettled(transformId, name) ? this.settled : this.loaded;
    if (loaded === this.settled && loaded.size >= SETTLED_LIMIT) {
      // Nobody in this bundle may lose what it has loaded already.
      for (const [known, elements] of loaded) this.loaded.set(known, elements);
      loaded.clear();
    }
    const come = this.bundleState(transformId).sideInput(transformId, name, window);
    if (!(come instanceof Promise)) {
      loaded.set(key, come);
      return undefined;
    }
    this.outbox?.flushAll();
    return come.then((elements) => {
      loaded.set(key, elements);
    });
  }

  /** Whether what a side input has in a window is all that it will ever have. */
  private isSettled(transformId: string, name: string): boolean {
    const id = `${transformId}\0${name}`;
    let answer = this.settles.get(id);
    if (answer === undefined) {
      const { transforms, pcollections, windowingStrategies } = this.settings.descriptor;
      const side = pcollections[transforms[transformId]?.inputs[name] ?? ''];
      const windowing = windowingStrategies[side?.windowingStrategyId ?? ''];
      const { trigger, allowedLateness = 0n } = windowing ?? {};
      answer =
        side?.isBounded === IsBounded.BOUNDED &&
        allowedLateness === 0n &&
        (trigger === undefined || trigger.default !== undefined);
      this.settles.set(id, answer);
    }
    return answer;
  }

  private bundleState(transformId: string): BundleState {
    const state = this.current?.state;
    if (state === undefined) {
      throw new BeamError('E_BAD_PLAN', 'The runner serves no state to a stage that needs it.', {
        step: this.settings.descriptor.transforms[transformId]?.uniqueName,
      });
    }
    return state;
  }

  private coder(id: string) {
    return coderFromPlan(id, this.settings.descriptor.coders, this.settings.live.coders);
  }

  /** The step whose output a sink sends. */
  private originOf(sink: PTransform): ErrorPlace {
    const [collection] = mainInputs(sink);
    const { transforms } = this.settings.descriptor;
    const producer = Object.values(transforms).find(({ outputs }) =>
      Object.values(outputs).includes(collection!),
    );
    const site = producer?.annotations[CALL_SITE_ANNOTATION];
    return {
      step: producer?.uniqueName,
      callSite: site === undefined ? undefined : new TextDecoder().decode(site),
    };
  }
}

const sideKey = (transformId: string, name: string, window: Window): string =>
  `${transformId}\0${name}\0${windowKey(window)}`;

const notThere = (what: string, transformId: string): BeamError =>
  new BeamError('E_BAD_PLAN', `The runner speaks of a ${what} that the stage does not have.`, {
    step: transformId,
  });
