import type { BatchHandle } from '@hornbeam/engine';
import type { BundleWork } from '@hornbeam/sdk/worker';
import { SOURCE_PORT } from '../../plan/descriptor.js';
import type { EdgeStore } from '../edge-store.js';
import type { HeadReport, StageHead } from './stage-head.js';

/** Feeds the elements as they are. */
export class PlainHead implements StageHead {
  private readonly source: EdgeStore;

  constructor(source: EdgeStore) {
    this.source = source;
  }

  work(input: readonly BatchHandle[]): BundleWork {
    return { feeds: new Map([[SOURCE_PORT, this.source.feed(input)]]) };
  }

  finished(): HeadReport {
    return {};
  }
}
