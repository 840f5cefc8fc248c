import type { Agenda, BatchHandle, BundleTimes, Firing, GroupingMachine } from '@hornbeam/engine';
import {
  BeamError,
  type ErrorPlace,
  type KV,
  type Metadata,
  preview,
  type Window,
  windowKey,
} from '@hornbeam/sdk/model';
import type { BundleOutcome, BundleWork, Cursor, Feed, KeyIndex, Pace, Receiver } from '@hornbeam/sdk/worker';
import { SOURCE_PORT } from '../../plan/descriptor.js';
import type { MergingForeignWindowFn } from '../../plan/foreign-window.js';
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
  /** Where windows grow together by code of another process, which is asked ahead. */
  readonly merging?: {
    readonly fn: MergingForeignWindowFn;
    /** Tells keys apart. */
    readonly keys: <V>() => KeyIndex<V>;
  };
}

/** An element that waits for what its windows become. */
interface WaitingPair {
  readonly key: unknown;
  readonly value: unknown;
  readonly metadata: Metadata;
}

/** Groups pane by pane: pairs come from the queue, panes go into the stage. */
export class GroupingHead implements StageHead {
  fired = 0;
  private readonly settings: GroupingHeadSettings;

  constructor(settings: GroupingHeadSettings) {
    this.settings = settings;
  }

  work(input: readonly BatchHandle[], times: BundleTimes): BundleWork {
    const { source, merging } = this.settings;
    const feed: Feed = {
      run: async (stage, cursor, pace) => {
        const entrance = this.entrance(stage, cursor, times);
        if (merging === undefined) await source.feed(input).run(entrance, cursor, pace);
        else await this.feedMerging(input, entrance, cursor, pace, merging);
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
    return { agenda: this.agenda() };
  }

  agenda(): Agenda {
    return this.settings.machine.agenda();
  }

  /** Asks what the windows of the bundle's elements become, and those that are open, then takes the elements in. */
  private async feedMerging(
    input: readonly BatchHandle[],
    entrance: Receiver,
    cursor: Cursor,
    pace: Pace,
    { fn, keys }: NonNullable<GroupingHeadSettings['merging']>,
  ): Promise<void> {
    const { source, machine, place } = this.settings;
    const waiting: WaitingPair[] = [];
    const windows = keys<Map<string, Window>>();
    const pushPair = (key: unknown, value: unknown): void => {
      const { metadata } = cursor;
      waiting.push({ key, value, metadata });
      let known = windows.get(key);
      if (known === undefined) {
        known = new Map(machine.windowsOf(key).map((window) => [windowKey(window), window]));
        windows.set(key, known);
      }
      for (const window of metadata.windows) known.set(windowKey(window), window);
    };
    const push = (element: KV<unknown, unknown>): void => {
      checkKeyed(element, place);
      pushPair(element.key, element.value);
    };
    await source.feed(input).run({ push, pushPair }, cursor, pace);
    const entries = [...windows.entries()];
    const outcomes = await fn.outcomes(entries.map(([, known]) => [...known.values()]));
    const becomes = keys<ReadonlyMap<string, Window>>();
    for (const [i, [key]] of entries.entries()) becomes.set(key, outcomes[i]!);
    for (const { key, value, metadata } of waiting) {
      fn.turnTo(becomes.get(key)!);
      cursor.metadata = metadata;
      entrance.pushPair(key, value);
      const wait = paced(pace);
      if (wait !== undefined) await wait;
    }
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
