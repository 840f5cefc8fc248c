/**
 * Runs the callback of a splittable step on restrictions
 * (`beam:transform:sdf_process_sized_element_and_restrictions:v1`).
 *
 * Owns: the restriction in hand, those that wait behind it, how much of the bundle's work is done.
 * Does not own: claims and outputs of a restriction (restriction-call.ts).
 *
 * Invariants:
 *  S1  every restriction pushed is called once in the bundle, or given back as it came.
 *  S2  restrictions are called one after the other, in the order they came.
 *  S3  a bundle that is full begins no further restriction, but always a first.
 *      One whose call wants to go on may be called again, after a pause.
 *  S4  after the runner asked for everything, nothing new begins in this bundle.
 */
import type { SourceProgress } from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import type { Metadata } from '../../model/metadata.js';
import { preview } from '../../model/preview.js';
import { receiver } from '../receiver.js';
import { declarations } from './callback-context.js';
import {
  type CallbackProgress,
  type ElementCut,
  type Operator,
  type OperatorSite,
  userError,
} from './operator.js';
import type { SplittableSettings } from './pair-with-restriction.js';
import { type CallSettings, RestrictionCall } from './restriction-call.js';
import { SetUp } from './set-up.js';
import { sideInputLoader } from './side-input-loader.js';
import type { AnySplittable, SizedRestriction } from './sized-restriction.js';

/** How many claims and outputs pass between two looks at whether the bundle is full. */
const LOOK_EVERY = 16;

interface Waiting {
  readonly element: SizedRestriction;
  readonly metadata: Metadata;
}

/** The operator of the process part; see the head of this file. */
export function processRestrictionsOperator(settings: SplittableSettings): Operator {
  return new ProcessRestrictions(settings);
}

class ProcessRestrictions implements Operator {
  readonly site: OperatorSite;
  readonly input = receiver((element: SizedRestriction) => this.accept(element));
  private readonly doFn: AnySplittable;
  private readonly setUp: SetUp;
  private readonly calls: CallSettings;
  private readonly load: ReturnType<typeof sideInputLoader>;
  private waiting: Waiting[] = [];
  /** The call that has not returned. */
  private call: RestrictionCall | undefined;
  /** What goes on after a pause. */
  private readonly resting = new Set<Waiting>();
  private hasBegun = false;
  private takesNothing = false;
  private whenIdle: (() => void) | undefined;
  /** What all calls that are over have done. */
  private completed = 0;
  private last: SourceProgress | undefined;

  constructor({ site, operation, doFn, outputs }: SplittableSettings) {
    this.site = site;
    this.doFn = doFn;
    this.setUp = new SetUp(site, doFn);
    this.load = sideInputLoader(site, operation);
    const { services } = site.bundle;
    let unlooked = 0;
    this.calls = {
      site,
      doFn,
      outputs,
      declared: declarations(site, operation),
      setup: () => this.setUp.value,
      onOutput: () => {
        unlooked++;
      },
      isFull: () => {
        if (++unlooked < LOOK_EVERY) return false;
        unlooked = 0;
        return services.isBundleFull();
      },
      goOn: (element, metadata, delay) => this.rest({ element, metadata }, delay),
    };
  }

  callbacks(): CallbackProgress {
    return { isOpen: this.call !== undefined, ended: 0 };
  }

  setup(): Promise<void> {
    return this.setUp.begin();
  }

  startBundle(): void {
    this.hasBegun = false;
    this.takesNothing = false;
  }

  async finishBundle(): Promise<void> {
    while (this.call !== undefined || this.resting.size > 0) {
      await new Promise<void>((resolve) => {
        this.whenIdle = resolve;
      });
    }
  }

  abortBundle(): void {
    this.waiting = [];
    this.resting.clear();
    this.call?.abandon();
  }

  teardown(): Promise<void> {
    return this.setUp.end();
  }

  split(fraction: number): boolean {
    if (!(fraction > 0)) {
      this.takesNothing = true; // S4
      const gave = this.giveBackFrom(0);
      return (this.call?.end() ?? false) || gave;
    }
    // In restrictions: the share of the one in hand that is left, and those that wait.
    const inHand = shareLeft(this.call?.progress());
    const keep = (inHand + this.waiting.length) * Math.min(fraction, 1);
    if (this.call !== undefined && keep < inHand) {
      const gave = this.giveBackFrom(0);
      return this.call.split(keep / inHand) || gave;
    }
    return this.giveBackFrom(Math.round(keep - inHand));
  }

  inHand(): number | undefined {
    if (this.call === undefined || this.waiting.length > 0 || this.resting.size > 0) return undefined;
    return shareLeft(this.call.progress());
  }

  cut(fraction: number): ElementCut | undefined {
    const { call } = this;
    const made = call?.cut(fraction);
    if (call === undefined || made === undefined) return undefined;
    const { transformId } = this.site;
    const { metadata } = call;
    const { watermark } = made.residual;
    return {
      primary: { transformId, metadata, element: made.primary },
      residual: { transformId, metadata, element: made.residual.element, watermark, delay: 0 },
    };
  }

  progress(): SourceProgress | undefined {
    const now = this.call?.progress();
    if (now === undefined) return this.last;
    return { ...now, completed: this.completed + now.completed };
  }

  private accept(element: SizedRestriction): void {
    const { bundle, stats } = this.site;
    stats.elementsIn++;
    this.waiting.push({ element, metadata: bundle.cursor.metadata });
    this.advance();
  }

  /** Lets what a call has left rest until it may go on; false when the runner is to have it. */
  private rest(next: Waiting, delay: number): boolean {
    const pause = this.takesNothing ? undefined : this.site.bundle.services.pause?.(delay);
    if (pause === undefined) return false;
    this.resting.add(next);
    void pause.then(() => {
      // It may have been given back meanwhile.
      if (!this.resting.delete(next)) return;
      this.waiting.push(next);
      this.advance();
      this.idle();
    });
    return true;
  }

  /** Tells whoever waits for the end that a call or a pause is over. */
  private idle(): void {
    if (this.call === undefined) this.whenIdle?.();
  }

  /** Begins what waits until a call takes longer (S2). */
  private advance(): void {
    const { pressure } = this.site.bundle;
    while (this.call === undefined && this.waiting.length > 0) this.begin(this.waiting.shift()!);
    if (this.call !== undefined) pressure.raise(this.site.index);
    else pressure.lower(this.site.index);
  }

  private begin(next: Waiting): void {
    const { bundle } = this.site;
    if (this.takesNothing || (this.hasBegun && bundle.services.isBundleFull())) {
      this.giveBack(next); // S3
      return;
    }
    this.hasBegun = true;
    const call = new RestrictionCall(this.calls, next.element, next.metadata);
    const loading = this.load?.(next.metadata.windows[0]!);
    const rest = loading === undefined ? call.run() : loading.then(() => call.run());
    if (rest === undefined) {
      this.over(call);
      return;
    }
    this.call = call;
    rest
      .then(() => {
        this.call = undefined;
        this.over(call);
        this.advance();
      })
      .catch((thrown: unknown) => {
        this.call = undefined;
        bundle.fail(BeamError.from(thrown));
      })
      .then(() => this.idle());
  }

  private over(call: RestrictionCall): void {
    const made = call.progress();
    if (made === undefined) return;
    this.completed += made.completed;
    this.last = { ...made, completed: this.completed };
  }

  /** Gives back what waits behind the first few; false when there is nothing. */
  private giveBackFrom(kept: number): boolean {
    const given = [...this.resting, ...this.waiting.splice(kept)];
    this.resting.clear();
    try {
      for (const each of given) this.giveBack(each);
    } catch (thrown) {
      this.site.bundle.fail(BeamError.from(thrown));
    }
    if (given.length > 0) this.idle();
    return given.length > 0;
  }

  private giveBack({ element, metadata }: Waiting): void {
    const { site, doFn } = this;
    const { bundle, transformId } = site;
    try {
      const estimator = doFn.watermark?.create(element.key.value.value, bundle.services.now);
      const watermark = Math.max(metadata.timestamp, estimator?.current() ?? metadata.timestamp);
      bundle.residuals.push({ transformId, element, metadata, watermark, delay: 0 });
    } catch (thrown) {
      throw bundle.fail(userError(site, thrown, preview(element.key.key)));
    }
  }
}

/** How much of a restriction is left, from 0 to 1; all of it when that is not known. */
function shareLeft(progress: SourceProgress | undefined): number {
  if (progress === undefined) return 0;
  const share = progress.remaining / (progress.completed + progress.remaining);
  return Number.isFinite(share) ? share : 1;
}
