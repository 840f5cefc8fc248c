import type { BatchHandle, BundleTimes } from '@hornbeam/engine';
import type { BundleWork, Feed } from '@hornbeam/sdk/worker';
import { SOURCE_PORT } from '../../plan/descriptor.js';
import type { EdgeStore } from '../edge-store.js';
import { type Admission, admitting } from './admission.js';
import type { HeadReport, StageHead } from './stage-head.js';

/** Feeds the elements as they are. */
export class PlainHead implements StageHead {
  private readonly source: EdgeStore;
  private readonly admission: Admission | undefined;

  /** @param admission of a stage that reads side inputs window by window: elements of expired windows find none */
  constructor(source: EdgeStore, admission?: Admission) {
    this.source = source;
    this.admission = admission;
  }

  work(input: readonly BatchHandle[], { before }: BundleTimes): BundleWork {
    const { admission } = this;
    const elements = this.source.feed(input);
    if (admission === undefined) return { feeds: new Map([[SOURCE_PORT, elements]]) };
    const feed: Feed = {
      run: (stage, cursor, pace) => elements.run(admitting(stage, cursor, before, admission), cursor, pace),
    };
    return { feeds: new Map([[SOURCE_PORT, feed]]) };
  }

  finished(): HeadReport {
    return {};
  }
}
