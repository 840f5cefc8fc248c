import { type Components, MergeStatus } from '@hornbeam/proto';
import type { Coder, Window, WindowFn, Windowing } from '@hornbeam/sdk/model';
import { coderFromPlan, type LiveParts, windowCoderOf, windowingFromProto } from '@hornbeam/sdk/translate';
import { ForeignWindowFn, MergingForeignWindowFn } from './foreign-window.js';

/** What the collections of a plan are made of, by their ids. */
export class PlanFacts {
  readonly live: LiveParts;
  private readonly components: Components;
  private readonly windowings = new Map<string, Windowing>();

  constructor(components: Components, live: LiveParts) {
    this.components = components;
    this.live = live;
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
      windowing = windowingFromProto(strategy, this.live.steps, (urn) => this.foreign(id, urn));
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

  private foreign(id: string, urn: string): WindowFn {
    const { windowCoderId, mergeStatus } = this.components.windowingStrategies[id]!;
    const coder = this.coder(windowCoderId);
    const fn =
      mergeStatus === MergeStatus.NON_MERGING
        ? new ForeignWindowFn(urn, coder)
        : new MergingForeignWindowFn(urn, coder);
    return { kind: 'custom', fn };
  }

  private coder(id: string): Coder<any> {
    return coderFromPlan(id, this.components.coders, this.live.coders);
  }
}
