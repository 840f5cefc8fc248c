/**
 * Looks after a run that was asked to end, and gives it up when it comes no nearer to its end for too long: a callback
 * that never comes back, or a timer that sets itself again and again, would keep it open for ever.
 *
 * Owns: what the run looked like when it last came nearer to its end, and the next look.
 * Does not own: how the run ends (local-job.ts), what its stages do (engine and host).
 *
 * Invariants:
 *  W1  nearer to the end is: a stage is done, event time moved behind one, a bundle goes on through its own input, or
 *      less waits, counted from the sources on. What timers make by themselves comes and goes, and never counts.
 *  W2  a run is given up after `millis` in which no look found it nearer, and at most a fifth more.
 */
import type { Engine, StageId } from '@hornbeam/engine';
import type { Clock, Wake } from '@hornbeam/sdk/construction';
import { BeamError, preview } from '@hornbeam/sdk/model';
import type { BundleSight, Host } from './hosts/host.js';
import type { StagePlan } from './plan/fuse.js';
import { placeOf } from './plan/place.js';

/** What an {@link EndWatch} looks at, and whom it tells. */
export interface EndWatchSettings {
  readonly plan: StagePlan;
  readonly engine: Engine;
  readonly host: Host;
  readonly clock: Clock;
  /** How long a run may come no nearer to its end, ms. */
  readonly millis: number;
  /** The run is to be given up with this error. */
  readonly giveUp: (error: BeamError) => void;
}

/** How a stage looked. */
interface StageSight {
  readonly isDone: boolean;
  readonly watermark: number;
  readonly backlogBytes: number;
  /** Undefined while none is at work. */
  readonly bundle: BundleSight | undefined;
}

/** How often it looks within the time that it waits. */
const LOOKS = 5;

/** See the head of this file. */
export class EndWatch {
  private readonly settings: EndWatchSettings;
  private readonly ids: readonly StageId[];
  /** When the run last came nearer to its end. */
  private nearest: readonly StageSight[];
  private last: readonly StageSight[];
  private idleLooks = 0;
  private alarm: Wake | undefined;

  constructor(settings: EndWatchSettings) {
    this.settings = settings;
    this.ids = settings.plan.stages.map(({ id }) => id);
    this.nearest = this.look();
    this.last = this.nearest;
    this.lookAgain();
  }

  /** The run has ended. */
  end(): void {
    this.alarm?.cancel();
  }

  private lookAgain(): void {
    const { clock, millis } = this.settings;
    this.alarm = clock.wake(clock.now() + millis / LOOKS, () => this.judge());
  }

  private judge(): void {
    const { millis, giveUp } = this.settings;
    const now = this.look();
    if (isNearer(now, this.nearest, this.last)) {
      this.nearest = now;
      this.idleLooks = 0;
    } else if (++this.idleLooks >= LOOKS) {
      const [first, ...more] = this.holders(now);
      const held = [first, ...more]
        .map((holder) => holder?.text ?? 'all steps are done, but not what they want done at the end')
        .join('; ');
      giveUp(
        new BeamError('E_STUCK', `The run was to end, and came no further for ${millis / 1000} s: ${held}.`, {
          ...first?.place,
          help:
            'let callbacks end when ctx.signal says so, and set no timer again without a condition; ' +
            'where it only takes longer, give more time by --drain-timeout or drainMillis',
        }),
      );
      return;
    }
    this.last = now;
    this.lookAgain();
  }

  private look(): StageSight[] {
    const { engine, host } = this.settings;
    return this.ids.map((id) => ({
      isDone: engine.stageState(id) === 'done',
      watermark: engine.outputWatermark(id),
      backlogBytes: engine.backlogBytes(id),
      bundle: engine.stageState(id) === 'running' ? host.bundleOf(id) : undefined,
    }));
  }

  /** What keeps the run open, in words: stages at work, else those that wait. */
  private holders(now: readonly StageSight[]) {
    const { plan, engine } = this.settings;
    const atWork = plan.stages.flatMap((stage, i) => {
      const bundle = now[i]!.bundle;
      if (bundle === undefined) return [];
      const before = this.nearest[i]!.bundle;
      const holder = bundle.open[0] ?? (stage.head.kind === 'plain' ? undefined : stage.head.transform);
      const place = placeOf(plan.components.transforms[holder ?? stage.transforms[0]!]!);
      const { lastFiring } = bundle;
      if (
        lastFiring !== undefined &&
        (bundle.startedAt !== before?.startedAt || bundle.firings > before.firings)
      ) {
        const { family, key } = lastFiring;
        const text = `the timer "${family}" of key ${preview(key)} of the step "${place.step}" sets itself again and again`;
        return [{ place, text }];
      }
      const text =
        bundle.open.length > 0
          ? `a callback of the step "${place.step}" has not come back`
          : `a bundle of the step "${place.step}" does not end`;
      return [{ place, text }];
    });
    if (atWork.length > 0) return atWork;
    return plan.stages.flatMap(({ id, transforms }, i) => {
      if (now[i]!.isDone) return [];
      const place = placeOf(plan.components.transforms[transforms[0]!]!);
      return [{ place, text: `the step "${place.step}" waits for ${engine.waitsFor(id) ?? 'its turn'}` }];
    });
  }
}

/** W1. Stages stand in the order in which elements go through them. */
function isNearer(
  now: readonly StageSight[],
  nearest: readonly StageSight[],
  last: readonly StageSight[],
): boolean {
  const hasMoved = now.some(({ isDone, watermark, bundle }, i) => {
    const before = last[i]!.bundle;
    return (
      (isDone && !nearest[i]!.isDone) ||
      watermark > nearest[i]!.watermark ||
      (bundle !== undefined && bundle.startedAt === before?.startedAt && bundle.taken > before.taken)
    );
  });
  if (hasMoved) return true;
  const first = now.findIndex(({ backlogBytes }, i) => backlogBytes !== nearest[i]!.backlogBytes);
  return first >= 0 && now[first]!.backlogBytes < nearest[first]!.backlogBytes;
}
