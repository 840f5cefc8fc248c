import type { BatchHandle, BundleTimes, Leftover } from '@hornbeam/engine';
import type { Instant, Metadata } from '@hornbeam/sdk/model';
import type { BundleOutcome, BundleWork, Feed, Residual } from '@hornbeam/sdk/worker';
import { SOURCE_PORT } from '../../plan/descriptor.js';
import type { EdgeStore } from '../edge-store.js';
import { paced } from '../queue-store.js';
import type { HeadReport, StageHead } from './stage-head.js';

/** What is left of an element when the pipeline is drained: nothing, or elements to finish. */
export type Truncate = (element: unknown, metadata: Metadata) => Promise<readonly unknown[]>;

/**
 * Feeds a splittable step with restrictions, new ones and what earlier bundles left.
 *
 * Owns: the residuals that wait for their moment.
 *
 * Invariant: a residual is fed once, under the handle that the engine was given for it: its number, from 1 on, negated.
 * Handles of the queue are not negative.
 */
export class SplittableHead implements StageHead {
  private readonly source: EdgeStore;
  private readonly truncate: Truncate;
  private readonly waiting = new Map<number, Residual>();
  private nextNumber = 1;
  private isDraining = false;

  constructor(source: EdgeStore, truncate: Truncate) {
    this.source = source;
    this.truncate = truncate;
  }

  /** What waits, by number. */
  get residuals(): ReadonlyMap<number, Residual> {
    return this.waiting;
  }

  /** Takes up what an earlier run had left under a number. */
  restore(number: number, residual: Residual): void {
    this.waiting.set(number, residual);
    this.nextNumber = Math.max(this.nextNumber, number + 1);
  }

  drain(): void {
    this.isDraining = true;
  }

  work(input: readonly BatchHandle[]): BundleWork {
    const queued = input.filter(({ id }) => id >= 0);
    const residuals = input.filter(({ id }) => id < 0).map(({ id }) => this.take(-id));
    const feed: Feed = {
      run: async (stage, cursor, pace) => {
        const waiting: { element: unknown; metadata: Metadata }[] = [...residuals];
        await this.source.feed(queued).run(
          {
            push: (element) => waiting.push({ element, metadata: cursor.metadata }),
            pushPair: (key, value) => waiting.push({ element: { key, value }, metadata: cursor.metadata }),
          },
          cursor,
          pace,
        );
        for (const { element, metadata } of waiting) {
          const left = this.isDraining ? await this.truncate(element, metadata) : [element];
          for (const each of left) {
            cursor.metadata = metadata;
            stage.push(each);
            const wait = paced(pace);
            if (wait !== undefined) await wait;
          }
        }
      },
    };
    return { feeds: new Map([[SOURCE_PORT, feed]]) };
  }

  finished({ residuals }: BundleOutcome, _times: BundleTimes, now: number): HeadReport {
    return {
      leftovers: residuals.map((residual): Leftover => {
        const number = this.nextNumber++;
        this.waiting.set(number, residual);
        return {
          batch: residualBatch(-number, residual.watermark),
          resumeAt: this.isDraining || residual.delay <= 0 ? now : now + residual.delay,
          watermark: residual.watermark,
        };
      }),
    };
  }

  private take(number: number): Residual {
    const residual = this.waiting.get(number)!;
    this.waiting.delete(number);
    return residual;
  }
}

/** The handle of what was left; its number is that of the residual, negated. */
export const residualBatch = (id: number, watermark: Instant): BatchHandle => ({
  id,
  elements: 1,
  bytes: 0,
  minTimestamp: watermark,
});
