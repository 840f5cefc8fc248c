import type { BatchHandle, BundleTimes, Firing, GroupingMachine } from '@hornbeam/engine';
import { BeamError, type ErrorPlace, type KV, preview } from '@hornbeam/sdk/model';
import type { BundleOutcome, BundleWork, Cursor, Feed, Receiver } from '@hornbeam/sdk/worker';
import { SOURCE_PORT } from '../../plan/descriptor.js';
import { checkKeyed } from '../check-keyed.js';
import type { EdgeStore } from '../edge-store.js';
import { paced } from '../queue-store.js';
import type { HeadReport, StageHead } from './stage-head.js';

/** What a {@link GroupingHead} is made from. */
export interface GroupingHeadSettings {
  readonly source: EdgeStore;
  readonly machine: GroupingMachine<unknown, unknown>;
  /** The step that groups, for errors. */
  readonly place: ErrorPlace;
}

/** Groups pane by pane: pairs come from the queue, panes go into the stage. */
export class GroupingHead implements StageHead {
  fired = 0;
  private readonly settings: GroupingHeadSettings;

  constructor(settings: GroupingHeadSettings) {
    this.settings = settings;
  }

  work(input: readonly BatchHandle[], times: BundleTimes): BundleWork {
    const { source } = this.settings;
    const feed: Feed = {
      run: async (stage, cursor, pace) => {
        await source.feed(input).run(this.entrance(stage, cursor, times), cursor, pace);
        for (const firing of this.settings.machine.advance(times.after, times.now)) {
          this.deliver(firing, stage, cursor);
          const wait = paced(pace);
          if (wait !== undefined) await wait;
        }
      },
    };
    return { feeds: new Map([[SOURCE_PORT, feed]]) };
  }

  finished(_outcome: BundleOutcome, _times: BundleTimes, _now: number): HeadReport {
    return { agenda: this.settings.machine.agenda() };
  }

  /** Takes elements into the machine, and sends on what fires by them. */
  private entrance(stage: Receiver, cursor: Cursor, { before, now }: BundleTimes): Receiver {
    const { machine, place } = this.settings;
    const pushPair = (key: unknown, value: unknown): void => {
      const { metadata } = cursor;
      let firings: readonly Firing<unknown, unknown>[] | undefined;
      try {
        firings = machine.add(key, value, metadata, before, now);
      } catch (thrown) {
        throw BeamError.from(thrown, 'E_USER', { ...place, element: preview({ key, value }) });
      }
      if (firings === undefined) return;
      for (const firing of firings) this.deliver(firing, stage, cursor);
      cursor.metadata = metadata;
    };
    return {
      pushPair,
      push(element: KV<unknown, unknown>) {
        checkKeyed(element, place);
        pushPair(element.key, element.value);
      },
    };
  }

  private deliver(
    { key, values, metadata }: Firing<unknown, unknown>,
    stage: Receiver,
    cursor: Cursor,
  ): void {
    this.fired++;
    cursor.metadata = metadata;
    stage.pushPair(key, values);
  }
}
