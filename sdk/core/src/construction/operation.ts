import type { Instant } from '../model/timestamp.js';
import type { Windowing } from '../model/windowing.js';
import type { CombineFn } from './combine-fn.js';
import type { DoFn, OnError } from './do-fn.js';
import type { EpochSink } from './epoch-sink.js';
import type { ExpansionService, ExternalTransform } from './external.js';
import type { SplittableDoFn } from './splittable.js';
import type { Uses } from './uses.js';

/** The callback of a ParDo, by the shape of what it returns. The worker has one operator for each. */
export type Callback =
  | { readonly shape: 'map' | 'flatMap' | 'filter' | 'keyBy'; readonly fn: (element: any, ctx: any) => any }
  | { readonly shape: 'doFn'; readonly doFn: DoFn<any, any, any, any, any> }
  | { readonly shape: 'splittable'; readonly doFn: SplittableDoFn<any, any, any, any, any, any, any, any> }
  /** Hands the elements to a sink, epoch by epoch; no outputs. */
  | { readonly shape: 'sink'; readonly sink: EpochSink<any> }
  /** Sets the timestamp of each element to what the callback gives. */
  | { readonly shape: 'timestamps'; readonly fn: (element: any) => any };

/** Runs a callback for every element (Beam's ParDo). */
export interface ParDoOperation {
  readonly kind: 'parDo';
  readonly callback: Callback;
  readonly uses: Uses;
  readonly onError: OnError;
  readonly concurrency: number;
  readonly ordered: boolean;
  /** How far before its element an output may be, ms; 0 without it. */
  readonly allowedSkew?: number;
  /** The callback may ask to be called back when its bundle is committed; false without it. */
  readonly usesAfterCommit?: boolean;
  /** Its output `late` takes the elements that come after their window has expired; false without it. */
  readonly hasLateOutput?: boolean;
  /** The callback takes a context, so that it must see each window apart. */
  readonly observesContext: boolean;
}

/** Aggregates the values of each key; runners may compute parts before the shuffle. */
export interface CombineOperation {
  readonly kind: 'combinePerKey';
  readonly combineFn: CombineFn<any, any, any>;
}

/** What happens in the stream of a test, one after the other. */
export type TestStreamEvent =
  | {
      readonly kind: 'add';
      readonly elements: readonly { readonly value: unknown; readonly timestamp: Instant }[];
    }
  /** Event time comes so far. */
  | { readonly kind: 'watermark'; readonly to: Instant }
  /** The clock moves on by so many ms. */
  | { readonly kind: 'clock'; readonly by: number };

/** What a leaf of the graph does. */
export type Operation =
  | { readonly kind: 'impulse' }
  | { readonly kind: 'testStream'; readonly events: readonly TestStreamEvent[] }
  | ParDoOperation
  | CombineOperation
  | { readonly kind: 'groupByKey' }
  | { readonly kind: 'flatten' }
  /** A transform of another SDK, which its expansion service takes apart before the run. */
  | {
      readonly kind: 'external';
      readonly transform: ExternalTransform;
      readonly service: ExpansionService;
    }
  | { readonly kind: 'windowInto'; readonly windowing: Windowing };
