/**
 * One call of the callback of a splittable step, on one restriction.
 *
 * Owns: the tracker and the watermark estimator of the call, the context, and what the call leaves undone.
 * Does not own: which restriction is next (process-restrictions.ts), when a residual is taken up (the runner).
 *
 * Invariants:
 *  R1  the claimed part and the residuals are the restriction, without a gap and without an overlap, as far as the
 *      tracker keeps to its contract.
 *  R2  a residual's watermark and estimator state are taken with the split, with nothing between.
 *  R3  a call that is asked to end ends after its first claim, not before: bundles that are short compared with what
 *      the first claim takes still come forward.
 *  R4  nothing is emitted or claimed once the call is over.
 */
import type {
  Continuation,
  RestrictionTracker,
  SourceProgress,
  WatermarkEstimator,
} from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import type { Metadata } from '../../model/metadata.js';
import { preview } from '../../model/preview.js';
import { formatInstant, type Instant, type InstantLike, toInstant } from '../../model/timestamp.js';
import type { Receiver } from '../receiver.js';
import { type OperatorSite, userError } from './operator.js';
import { type AnySplittable, type SizedRestriction, sized } from './sized-restriction.js';
import { requireMoment } from './timestamp-skew.js';

/** What the calls of a step share. */
export interface CallSettings {
  readonly site: OperatorSite;
  readonly doFn: AnySplittable;
  readonly outputs: ReadonlyMap<string, Receiver>;
  /** Where the context finds what the step declares. */
  readonly declared: object;
  /** What `setup` returned. */
  readonly setup: () => unknown;
  /** Told of each output. */
  readonly onOutput: () => void;
  /** Asked before each claim but the first: whether the bundle has made enough. */
  readonly isFull: () => boolean;
  /** Told of what a call that wants to go on has left; true when that is done in this bundle. */
  readonly goOn: (element: SizedRestriction, metadata: Metadata, delay: number) => boolean;
}

/** What a call gives back. */
export interface Rest {
  readonly element: SizedRestriction;
  readonly watermark: Instant;
}

/** A restriction in two: what the call keeps, and what it gives back. */
export interface Cut {
  readonly primary: SizedRestriction;
  readonly residual: Rest;
}

/** See the head of this file. */
export class RestrictionCall {
  private readonly settings: CallSettings;
  private readonly input: SizedRestriction;
  readonly metadata: Metadata;
  private readonly tracker: RestrictionTracker<unknown, unknown>;
  private readonly estimator: WatermarkEstimator<unknown>;
  private readonly rest: Rest[] = [];
  private controller: AbortController | undefined;
  /** How much of the work is in `rest`. */
  private given = 0;
  private hasClaimed = false;
  private isEndWanted = false;
  private isOver = false;

  /** @throws BeamError what the step's own functions throw, which is the bundle's failure */
  constructor(settings: CallSettings, input: SizedRestriction, metadata: Metadata) {
    this.settings = settings;
    this.input = input;
    this.metadata = metadata;
    const { doFn, site } = settings;
    const { key: restriction, value: state } = input.key.value;
    try {
      this.tracker = doFn.tracker(restriction);
      this.estimator =
        doFn.watermark?.create(state, site.bundle.services.now) ?? standing(metadata.timestamp);
      this.watchClaims();
    } catch (thrown) {
      throw this.failed(thrown);
    }
  }

  /** Calls the callback. A promise when that is not over yet; rejects only with the bundle's failure. */
  run(): Promise<void> | undefined {
    let result: unknown;
    try {
      result = this.settings.doFn.process(this.input.key.key, this.context());
    } catch (thrown) {
      throw this.failed(thrown);
    }
    if (isThenable(result)) {
      return Promise.resolve(result).then(
        (continuation) => this.finish(continuation),
        (thrown: unknown) => {
          throw this.failed(thrown);
        },
      );
    }
    this.finish(result as Continuation | undefined);
    return undefined;
  }

  /** How far the call is; what it gives back counts as left. Undefined when the step's functions throw. */
  progress(): SourceProgress | undefined {
    try {
      const { completed, remaining } = this.tracker.progress();
      return { completed, remaining: remaining + this.given, watermark: this.watermark() };
    } catch (thrown) {
      this.failed(thrown);
      return undefined;
    }
  }

  /** Gives away all but `fraction` of what is not claimed; false when there is nothing to give. */
  split(fraction: number): boolean {
    try {
      return this.giveBack(fraction);
    } catch (thrown) {
      this.failed(thrown);
      return false;
    }
  }

  /** Asks the call to end, at once or after its first claim (R3); false when it is at its end anyway. */
  end(): boolean {
    this.isEndWanted = true;
    const gives = !this.hasClaimed || this.split(0);
    this.controller?.abort();
    return gives;
  }

  /** The bundle has failed. */
  abandon(): void {
    this.isOver = true;
    this.controller?.abort();
  }

  private finish(continuation: Continuation | void): void {
    const { site } = this.settings;
    const { bundle } = site;
    bundle.check();
    const wantsMore = continuation?.resume === true;
    try {
      if (!wantsMore || !this.giveBack(0)) this.tracker.checkDone();
    } catch (thrown) {
      throw this.failed(thrown);
    }
    this.isOver = true;
    const delay = wantsMore ? continuation.delay : 0;
    if (
      wantsMore &&
      this.rest.length === 1 &&
      this.settings.goOn(this.rest[0]!.element, this.metadata, delay)
    )
      return;
    for (const { element, watermark } of this.rest) {
      const { transformId } = site;
      bundle.residuals.push({ transformId, element, metadata: this.metadata, watermark, delay });
    }
  }

  /** As `split`, but what is given back is the caller's to keep, and none of the bundle's residuals. */
  cut(fraction: number): Cut | undefined {
    try {
      return this.take(fraction);
    } catch (thrown) {
      this.failed(thrown);
      return undefined;
    }
  }

  private giveBack(fraction: number): boolean {
    const cut = this.take(fraction);
    if (cut === undefined) return false;
    this.rest.push(cut.residual);
    return true;
  }

  private take(fraction: number): Cut | undefined {
    if (this.isOver) return undefined;
    const { remaining } = this.tracker.progress();
    const split = this.tracker.trySplit(fraction);
    if (split === undefined) return undefined;
    this.given += remaining - this.tracker.progress().remaining;
    const watermark = this.watermark(); // R2
    const { doFn } = this.settings;
    const { key: element, value } = this.input.key;
    return {
      primary: sized(doFn, element, split.primary, value.value),
      residual: { element: sized(doFn, element, split.residual, this.estimator.state()), watermark },
    };
  }

  /** An estimator that was never moved stands at the element. */
  private watermark(): Instant {
    return Math.max(this.metadata.timestamp, this.estimator.current());
  }

  /** Looks, before each claim, whether the call had better end. The tracker belongs to this call alone. */
  private watchClaims(): void {
    const { tracker } = this;
    const { bundle } = this.settings.site;
    const claim = tracker.tryClaim;
    tracker.tryClaim = (position) => {
      if (this.isOver) throw this.tooLate('claimed a position');
      bundle.check();
      if (this.hasClaimed && (this.isEndWanted || this.settings.isFull())) this.giveBack(0);
      const isClaimed = claim.call(tracker, position);
      if (isClaimed) this.hasClaimed = true;
      return isClaimed;
    };
  }

  private context(): any {
    const { declared, outputs, setup } = this.settings;
    const context: Record<string, unknown> = Object.create(declared);
    const out: Record<string, unknown> = {};
    for (const [tag, to] of outputs) {
      if (tag === 'main') context.emit = this.emitter(to);
      else out[tag] = this.emitter(to);
    }
    context.out = out;
    context.setup = setup();
    context.tracker = this.tracker;
    context.watermark = this.estimator;
    context.timestamp = this.metadata.timestamp;
    // Side inputs look at the element through its window.
    Object.defineProperty(context, 'window', { value: this.metadata.windows[0] });
    Object.defineProperty(context, 'interrupt', { enumerable: true, get: () => this.interrupt });
    return context;
  }

  private get interrupt(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.isEndWanted || this.settings.site.bundle.services.signal.aborted) this.controller.abort();
    }
    return this.controller.signal;
  }

  private emitter(to: Receiver): (value: unknown, at?: InstantLike) => void {
    const { metadata, estimator, settings } = this;
    const { bundle, stats } = settings.site;
    const { cursor } = bundle;
    return (value, at) => {
      if (this.isOver) throw this.tooLate('emitted an element');
      bundle.check();
      let own = metadata;
      if (at !== undefined) {
        const timestamp = toInstant(at);
        try {
          requireMoment(timestamp);
        } catch (thrown) {
          throw this.failed(thrown);
        }
        if (timestamp < metadata.timestamp) throw this.failed(tooEarly(timestamp, metadata.timestamp));
        own = { timestamp, windows: metadata.windows, pane: metadata.pane };
      }
      estimator.observe?.(own.timestamp);
      stats.elementsOut++;
      settings.onOutput();
      const before = cursor.metadata;
      cursor.metadata = own;
      try {
        to.push(value);
      } catch (thrown) {
        throw bundle.fail(BeamError.from(thrown)); // B1: the callback may swallow it
      }
      cursor.metadata = before;
    };
  }

  /** The failure of the bundle: what was thrown, unless something else came before. */
  private failed(thrown: unknown): BeamError {
    const { bundle } = this.settings.site;
    this.isOver = true;
    if (bundle.failure !== undefined) return bundle.failure;
    const { key: element, value } = this.input.key;
    const place = `${preview(element)}, restriction ${preview(value.key)}`;
    return bundle.fail(userError(this.settings.site, thrown, place, SPLITTABLE_HELP));
  }

  private tooLate(what: string): BeamError {
    const { bundle, step, callSite } = this.settings.site;
    return (
      bundle.failure ??
      new BeamError('E_BAD_ARGUMENT', `A callback ${what} after it had returned.`, {
        step,
        callSite,
        help: 'await asynchronous work before the callback returns',
      })
    );
  }
}

/** A splittable step has no onError: it cannot leave out what it has not claimed. */
const SPLITTABLE_HELP = 'mend the callback, or catch the error inside it and go on with the next position';

/** The watermark of a step that has no estimator. */
const standing = (at: Instant): WatermarkEstimator<null> => ({ current: () => at, state: () => null });

const tooEarly = (timestamp: Instant, element: Instant): BeamError =>
  new BeamError(
    'E_TIMESTAMP',
    `An output at ${formatInstant(timestamp)} is earlier than its element at ${formatInstant(element)}.`,
    {
      help: 'give outputs a timestamp not before ctx.timestamp; event time may have passed the moments before',
    },
  );

const isThenable = (value: unknown): value is PromiseLike<Continuation | void> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
