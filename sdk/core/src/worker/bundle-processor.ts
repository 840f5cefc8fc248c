/**
 * Step 5 of the tour: user code. Turns the descriptor of a stage into operators and pushes each element of a
 * bundle through them. The same processor serves every host: in this process, a worker thread, a remote runner.
 *
 * Owns: the operators of one stage, their order, their life cycle.
 * Does not own: where elements come from and go to (the host), which bundle runs when (the engine).
 *
 * Invariants:
 *  W1  operators start with the consumers and finish with the producers, so that nothing is pushed into an
 *      operator that has not started or has finished.
 *  W2  a bundle that failed leaves the processor unusable; `teardown` still runs for every operator set up.
 *  W3  one bundle at a time.
 */
import type { ProcessBundleDescriptor, PTransform } from '@hornbeam/proto';
import { ParDoPayload } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { SourceProgress } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import { mainInputs } from '../translate/inputs.js';
import type { LiveParts } from '../translate/plan.js';
import { referencedName } from '../translate/step-reference.js';
import { CALL_SITE_ANNOTATION } from '../translate/to-proto.js';
import { Bundle } from './bundle.js';
import { operatorFor } from './operator-table.js';
import type { ElementCut, Operator, StepStats } from './operators/operator.js';
import { type Cursor, type Receiver, receiver, tee } from './receiver.js';
import type { Residual, TimerFiring, WorkerServices } from './services.js';

/** Pushes the elements of one bundle into a stage's source. */
export interface Feed {
  /**
   * Sets the cursor and pushes, element by element. After each element that leaves `pace.raised` true it
   * awaits `pace.ready()`; it may call `pace.breathe()` between elements.
   */
  run(input: Receiver, cursor: Cursor, pace: Pace): Promise<void> | void;
}

/** Delivers the timers of one step that fire in a bundle, after the elements. */
export interface TimerFeed {
  /** As {@link Feed.run}, with timers in place of elements. */
  run(fire: (firing: TimerFiring) => void, pace: Pace): Promise<void> | void;
}

/** The work of one bundle. */
export interface BundleWork {
  /** Elements for each source port (`beam:runner:source:v1`), by transform id. */
  readonly feeds: ReadonlyMap<string, Feed>;
  /** Timers by the id of the step that set them. */
  readonly timers?: ReadonlyMap<string, TimerFeed>;
}

/** Where elements and timers go into a stage, for hosts to whom both come mixed. */
export interface StageInputs {
  /** The source port of this id. @throws BeamError `E_INTERNAL` */
  source(transformId: string): Receiver;
  /** Where the timers of a step fire. @throws BeamError `E_INTERNAL` */
  timers(transformId: string): TimerInput;
  /** To be set before each element and left alone for timers. */
  readonly cursor: Cursor;
  readonly pace: Pace;
}

/** Where the timers of one step fire. */
export interface TimerInput {
  fire(firing: TimerFiring): void;
}

/** What a bundle leaves behind beside its outputs. */
export interface BundleOutcome {
  readonly residuals: readonly Residual[];
  /** To be called once the outputs are committed. */
  readonly afterCommit: readonly (() => void | Promise<void>)[];
}

/** What a feed must heed between elements. */
export interface Pace {
  /** Something in the stage is full. */
  readonly raised: boolean;
  ready(): Promise<void> | undefined;
  breathe(): Promise<void> | undefined;
  /** Throws when the bundle has failed meanwhile. */
  check(): void;
}

/** Executes the bundles of one stage; see the head of this file. */
export class BundleProcessor {
  /** Counts by transform id. */
  readonly stats: ReadonlyMap<string, StepStats>;
  private readonly bundle: Bundle;
  /** Producers first. */
  private readonly operators: readonly Operator[];
  private readonly sources: ReadonlyMap<string, Receiver>;
  /** Timers that fired in the bundle under way, or the last one, and the last of them. */
  firings = 0;
  lastFiring: TimerFiring | undefined;
  private isSetUp = false;
  private state: 'idle' | 'busy' | 'broken' = 'idle';

  constructor(descriptor: ProcessBundleDescriptor, live: LiveParts, services: WorkerServices) {
    this.bundle = new Bundle(services);
    const built = build(descriptor, live, this.bundle);
    this.operators = built.operators;
    this.sources = built.sources;
    this.stats = built.stats;
  }

  /**
   * Runs one bundle: all elements, then all timers.
   * @throws BeamError with the step, the user's line and the element
   */
  process({ feeds, timers }: BundleWork): Promise<BundleOutcome> {
    return this.processMixed(async (inputs) => {
      const { bundle } = this;
      const { cursor, pace } = inputs;
      for (const [id, feed] of feeds) await bundle.unlessFailed(feed.run(inputs.source(id), cursor, pace));
      for (const [id, feed] of timers ?? []) {
        const { fire } = inputs.timers(id);
        await bundle.unlessFailed(this.operatorOf(id)?.settleElements?.());
        await bundle.unlessFailed(feed.run(fire, pace));
      }
    });
  }

  /**
   * Runs one bundle whose elements and timers come as `feed` pushes them, in any order.
   * @throws BeamError with the step, the user's line and the element
   */
  async processMixed(feed: (inputs: StageInputs) => Promise<void>): Promise<BundleOutcome> {
    const { bundle } = this;
    if (this.state !== 'idle') throw new BeamError('E_INTERNAL', `The processor is ${this.state} (W2, W3).`);
    this.state = 'busy';
    bundle.reset();
    this.firings = 0;
    this.lastFiring = undefined;
    const { signal } = bundle.services;
    const stop = (): void => {
      bundle.fail(BeamError.from(signal.reason, 'E_CANCELLED'));
    };
    signal.addEventListener('abort', stop);
    try {
      if (signal.aborted) stop();
      bundle.check();
      if (!this.isSetUp) {
        this.isSetUp = true;
        for (const operator of this.reversed()) await bundle.unlessFailed(operator.setup?.());
      }
      for (const operator of this.reversed()) await bundle.unlessFailed(operator.startBundle?.());
      await bundle.unlessFailed(feed(this.inputs()));
      for (const operator of this.operators) await bundle.unlessFailed(operator.finishBundle?.());
      this.state = 'idle';
      bundle.number++; // what the bundle left behind unawaited comes too late
      return { residuals: bundle.residuals, afterCommit: bundle.afterCommit };
    } catch (thrown) {
      this.state = 'broken';
      const failure = bundle.fail(BeamError.from(thrown));
      for (const operator of this.operators) operator.abortBundle?.();
      throw failure;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /**
   * Asks the splittable step of the bundle under way to give away what it has not claimed, all but `fraction` of
   * it; what it gives away is among the residuals of the bundle. False when there is nothing to give.
   */
  split(fraction: number): boolean {
    if (this.state !== 'busy') return false;
    return this.operators.some((operator) => operator.split?.(fraction) ?? false);
  }

  /** How much of the element that the splittable step is at is left, 0 to 1; undefined when it is at none. */
  inHand(): number | undefined {
    if (this.state !== 'busy') return undefined;
    for (const operator of this.operators) {
      const share = operator.inHand?.();
      if (share !== undefined) return share;
    }
    return undefined;
  }

  /** Cuts the element in hand in two; what is given back is the caller's. Undefined when it cannot be cut. */
  cut(fraction: number): ElementCut | undefined {
    if (this.state !== 'busy') return undefined;
    for (const operator of this.operators) {
      const made = operator.cut?.(fraction);
      if (made !== undefined) return made;
    }
    return undefined;
  }

  /** How far the splittable step of the stage is, in its own unit, and how far event time is in it. */
  progress(): SourceProgress | undefined {
    for (const operator of this.operators) {
      const progress = operator.progress?.();
      if (progress !== undefined) return progress;
    }
    return undefined;
  }

  /** The transforms that wait for a callback to come back, and how many elements such callbacks have dealt with. */
  callbacks(): { readonly open: readonly string[]; readonly ended: number } {
    const open: string[] = [];
    let ended = 0;
    for (const operator of this.operators) {
      const progress = operator.callbacks?.();
      if (progress?.isOpen) open.push(operator.site.transformId);
      ended += progress?.ended ?? 0;
    }
    return { open, ended };
  }

  /** The splittable steps of the stage, by transform id. */
  get splittableIds(): string[] {
    return this.operators
      .filter(({ progress }) => progress !== undefined)
      .map(({ site }) => site.transformId);
  }

  /** Ends every operator; the first error is thrown after all have ended. */
  async teardown(): Promise<void> {
    if (!this.isSetUp) return;
    this.isSetUp = false;
    let first: BeamError | undefined;
    for (const operator of this.operators) {
      try {
        await operator.teardown?.();
      } catch (thrown) {
        first ??= BeamError.from(thrown, 'E_USER', {
          step: operator.site.step,
          callSite: operator.site.callSite,
        });
      }
    }
    if (first !== undefined) throw first;
  }

  private inputs(): StageInputs {
    return {
      source: (id) => {
        const input = this.sources.get(id);
        if (input === undefined) throw new BeamError('E_INTERNAL', `The stage has no source "${id}".`);
        return input;
      },
      timers: (id) => {
        const fire = this.operatorOf(id)?.fire;
        if (fire === undefined)
          throw new BeamError('E_INTERNAL', `The stage has no step "${id}" with timers.`);
        return {
          fire: (firing) => {
            this.firings++;
            this.lastFiring = firing;
            fire(firing);
          },
        };
      },
      cursor: this.bundle.cursor,
      pace: this.pace(),
    };
  }

  private operatorOf(transformId: string): Operator | undefined {
    return this.operators.find(({ site }) => site.transformId === transformId);
  }

  private pace(): Pace {
    const { bundle } = this;
    const { pressure, services } = bundle;
    return {
      get raised() {
        return pressure.raised;
      },
      ready: () => pressure.ready(-1),
      breathe: services.breathe,
      check: () => bundle.check(),
    };
  }

  private reversed(): Operator[] {
    return [...this.operators].reverse();
  }
}

interface Built {
  readonly operators: readonly Operator[];
  readonly sources: ReadonlyMap<string, Receiver>;
  readonly stats: ReadonlyMap<string, StepStats>;
}

function build(descriptor: ProcessBundleDescriptor, live: LiveParts, bundle: Bundle): Built {
  const order = topologicalOrder(descriptor);
  const consumers = new Map<string, Receiver[]>();
  const stats = new Map<string, StepStats>();
  const sources = new Map<string, Receiver>();
  const operators: Operator[] = [];
  // From the sinks to the sources: what an operator sends to exists before it.
  for (let index = order.length - 1; index >= 0; index--) {
    const [transformId, transform] = order[index]!;
    const outputs = new Map<string, Receiver>();
    for (const [tag, collection] of Object.entries(transform.outputs)) {
      const receivers = consumers.get(collection) ?? [];
      outputs.set(tag, receivers.length === 0 ? nowhere : tee(receivers));
    }
    if (transform.spec?.urn === urns.ports.source) {
      sources.set(transformId, [...outputs.values()][0] ?? nowhere);
      continue;
    }
    const counts: StepStats = { elementsIn: 0, elementsOut: 0, failures: 0 };
    stats.set(transformId, counts);
    const operator = operatorFor({
      site: {
        transformId,
        step: userStepName(transform),
        callSite: callSiteOf(transform),
        index,
        bundle,
        stats: counts,
      },
      transform,
      outputs,
      descriptor,
      live,
    });
    operators.unshift(operator);
    for (const collection of mainInputs(transform)) {
      const receivers = consumers.get(collection) ?? [];
      receivers.unshift(operator.input);
      consumers.set(collection, receivers);
    }
  }
  return { operators, sources, stats };
}

const nowhere: Receiver = receiver(() => undefined);

/** Transforms with producers before consumers. @throws BeamError `E_BAD_PLAN` for a cycle */
function topologicalOrder(descriptor: ProcessBundleDescriptor): [string, PTransform][] {
  const producers = new Map<string, string>();
  for (const [id, transform] of Object.entries(descriptor.transforms)) {
    for (const collection of Object.values(transform.outputs)) producers.set(collection, id);
  }
  const order: [string, PTransform][] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (id: string): void => {
    const known = state.get(id);
    if (known === 'done') return;
    if (known === 'open') {
      throw new BeamError('E_BAD_PLAN', 'The transforms of a stage form a cycle.', { step: id });
    }
    state.set(id, 'open');
    const transform = descriptor.transforms[id]!;
    for (const collection of mainInputs(transform)) {
      const producer = producers.get(collection);
      if (producer !== undefined) visit(producer);
    }
    state.set(id, 'done');
    order.push([id, transform]);
  };
  for (const id of Object.keys(descriptor.transforms)) visit(id);
  return order;
}

const utf8 = new TextDecoder();

function callSiteOf(transform: PTransform): string | undefined {
  const bytes = transform.annotations[CALL_SITE_ANNOTATION];
  return bytes === undefined ? undefined : utf8.decode(bytes);
}

/** The parts a runner takes a combine or a splittable step into are one step to the user. */
function userStepName({ uniqueName, spec }: PTransform): string {
  // Runners name the parts of splittable steps as they like; what they run says whose it is.
  if (spec !== undefined && splittableParts.has(spec.urn)) {
    return referencedName(ParDoPayload.decode(spec.payload).doFn) ?? uniqueName;
  }
  if (spec?.urn === transforms.parDo) {
    const { doFn } = ParDoPayload.decode(spec.payload);
    if (sinkParts.has(doFn?.urn ?? '')) return referencedName(doFn);
  }
  return uniqueName.replace(/\/(precombine|merge|extract|combine|pair-with-restriction|split-and-size)$/, '');
}

const { transforms, hornbeam } = urns;
/** What the plan for a runner with stable input makes of a sink. */
const sinkParts: ReadonlySet<string> = new Set([
  hornbeam.shardRows,
  hornbeam.numberRows,
  hornbeam.writeStableRows,
]);
const splittableParts: ReadonlySet<string> = new Set([
  transforms.pairWithRestriction,
  transforms.splitAndSizeRestrictions,
  transforms.processSizedElementsAndRestrictions,
  transforms.truncateSizedRestriction,
]);
