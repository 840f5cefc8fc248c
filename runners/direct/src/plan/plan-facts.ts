import { type Components, MergeStatus, type WindowingStrategy } from '@hornbeam/proto';
import type { Coder, Window, WindowFn, Windowing } from '@hornbeam/sdk/model';
import { coderFromPlan, type LiveParts, windowCoderOf, windowingFromProto } from '@hornbeam/sdk/translate';
import { type AskForMerges, ForeignWindowFn, isForeign, MergingForeignWindowFn } from './foreign-window.js';

/** What is in other processes. */
export interface Elsewhere {
  /** The environments whose code is there. */
  readonly remote: ReadonlySet<string>;
  readonly ask: AskForMerges;
}

/** What the collections of a plan are made of, by their ids. */
export class PlanFacts {
  readonly live: LiveParts;
  private readonly components: Components;
  private readonly elsewhere: Elsewhere;
  private readonly windowings = new Map<string, Windowing>();

  constructor(components: Components, live: LiveParts, elsewhere: Elsewhere) {
    this.components = components;
    this.live = live;
    this.elsewhere = elsewhere;
  }

  /** @throws BeamError `E_BAD_PLAN` `E_UNSUPPORTED` */
  coderOf(collection: string): Coder<any> {
    return this.coder(this.components.pcollections[collection]?.coderId ?? '');
  }

  /** @throws BeamError `E_BAD_PLAN` `E_UNSUPPORTED` `E_GRAPH_DIFFERS` */
  windowingOf(collection: string): Windowing {
    const id = this.components.pcollections[collection]?.windowingStrategyId ?? '';
    let windowing = this.windowings.get(id);
    if (windowing === undefined) {
      const strategy = this.components.windowingStrategies[id];
      const { remote } = this.elsewhere;
      windowing =
        strategy !== undefined && isForeign(strategy, remote)
          ? windowingFromProto(strategy, undefined, () => this.foreign(id, strategy))
          : windowingFromProto(strategy, this.live.steps);
      this.windowings.set(id, windowing);
    }
    return windowing;
  }

  /** Writes the windows of a collection. @throws BeamError as {@link windowingOf} */
  windowCoderOf(collection: string): Coder<Window> {
    const { windowFn } = this.windowingOf(collection);
    if (windowFn.kind === 'custom' && windowFn.fn instanceof ForeignWindowFn) return windowFn.fn.coder;
    return windowCoderOf(windowFn);
  }

  /** Writes the windows of a strategy whose code is in another process. */
  windowCoder(strategy: string): Coder<Window> {
    return this.coder(this.components.windowingStrategies[strategy]!.windowCoderId);
  }

  private foreign(id: string, { windowFn, windowCoderId, mergeStatus }: WindowingStrategy): WindowFn {
    const urn = windowFn?.urn ?? '';
    const coder = this.coder(windowCoderId);
    const { ask } = this.elsewhere;
    const fn =
      mergeStatus === MergeStatus.NEEDS_MERGE
        ? new MergingForeignWindowFn(urn, coder, (windows) => ask(id, windows))
        : new ForeignWindowFn(urn, coder);
    return { kind: 'custom', fn };
  }

  /** A coder by its id. @throws BeamError `E_BAD_PLAN` `E_UNSUPPORTED` */
  coder(id: string): Coder<any> {
    return coderFromPlan(id, this.components.coders, this.live.coders);
  }
}
