import {
  AccumulationMode,
  ClosingBehavior,
  FixedWindowsPayload,
  type FunctionSpec,
  MergeStatus,
  OnTimeBehavior,
  OutputTime,
  SessionWindowsPayload,
  SlidingWindowsPayload,
  type WindowingStrategy,
  WindowingStrategy as WindowingStrategyType,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import {
  GLOBAL_WINDOWING,
  type TimestampCombiner,
  type WindowFn,
  type Windowing,
} from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { GlobalWindowCoder } from '../model/coders/global-window.js';
import { IntervalWindowCoder } from '../model/coders/interval-window.js';
import { BeamError } from '../model/errors.js';
import type { Window } from '../model/window.js';
import type { StepTable } from './plan.js';

/** The window function in Beam's own terms. */
export function windowFnSpec(windowFn: WindowFn): FunctionSpec {
  switch (windowFn.kind) {
    case 'global':
      return { urn: urns.windowFns.global, payload: new Uint8Array() };
    case 'fixed':
      return {
        urn: urns.windowFns.fixed,
        payload: FixedWindowsPayload.encode({
          size: duration(windowFn.size),
          offset: duration(windowFn.offset),
        }).finish(),
      };
    case 'sliding':
      return {
        urn: urns.windowFns.sliding,
        payload: SlidingWindowsPayload.encode({
          size: duration(windowFn.size),
          period: duration(windowFn.period),
          offset: duration(windowFn.offset),
        }).finish(),
      };
    case 'sessions':
      return {
        urn: urns.windowFns.session,
        payload: SessionWindowsPayload.encode({ gapSize: duration(windowFn.gap) }).finish(),
      };
    default:
      throw new BeamError('E_UNSUPPORTED', `Windows of kind ${windowFn.kind} have no form in a plan yet.`);
  }
}

/** The window function of a spec. @throws BeamError `E_UNSUPPORTED` */
export function windowFnFromSpec(spec: FunctionSpec | undefined): WindowFn {
  const payload = spec?.payload ?? new Uint8Array();
  switch (spec?.urn) {
    case urns.windowFns.global:
      return { kind: 'global' };
    case urns.windowFns.fixed: {
      const { size, offset } = FixedWindowsPayload.decode(payload);
      return { kind: 'fixed', size: millis(size), offset: millis(offset) };
    }
    case urns.windowFns.sliding: {
      const { size, period, offset } = SlidingWindowsPayload.decode(payload);
      return { kind: 'sliding', size: millis(size), period: millis(period), offset: millis(offset) };
    }
    case urns.windowFns.session:
      return { kind: 'sessions', gap: millis(SessionWindowsPayload.decode(payload).gapSize) };
    default:
      throw new BeamError('E_UNSUPPORTED', `The window function "${spec?.urn ?? ''}" is not supported yet.`, {
        help: 'use global, fixed or sliding windows',
      });
  }
}

/** The coder of the windows that a function makes. */
export const windowCoderOf = (windowFn: WindowFn): Coder<Window> =>
  (windowFn.kind === 'global' ? new GlobalWindowCoder() : new IntervalWindowCoder()) as Coder<Window>;

const outputTimes: Readonly<Record<TimestampCombiner, OutputTime>> = {
  'end-of-window': OutputTime.END_OF_WINDOW,
  earliest: OutputTime.EARLIEST_IN_PANE,
  latest: OutputTime.LATEST_IN_PANE,
};

/** The strategy message; every enum is set, since runners refuse unspecified ones. */
export function windowingProto(
  windowing: Windowing,
  windowCoderId: string,
  environmentId: string,
): WindowingStrategy {
  return WindowingStrategyType.create({
    windowFn: windowFnSpec(windowing.windowFn),
    mergeStatus: MergeStatus.NON_MERGING,
    windowCoderId,
    trigger: { default: {} },
    accumulationMode: AccumulationMode.DISCARDING,
    outputTime: outputTimes[windowing.timestampCombiner],
    closingBehavior: ClosingBehavior.EMIT_IF_NONEMPTY,
    allowedLateness: BigInt(windowing.allowedLateness),
    onTimeBehavior: OnTimeBehavior.FIRE_ALWAYS,
    assignsToOneWindow: windowing.windowFn.kind !== 'sliding',
    environmentId,
  });
}

/** The windowing of a strategy message. @throws BeamError `E_UNSUPPORTED` */
export function windowingFromProto(proto: WindowingStrategy | undefined, _steps?: StepTable): Windowing {
  if (proto === undefined) return GLOBAL_WINDOWING;
  const combiner = (Object.keys(outputTimes) as TimestampCombiner[]).find(
    (name) => outputTimes[name] === proto.outputTime,
  );
  return {
    ...GLOBAL_WINDOWING,
    windowFn: windowFnFromSpec(proto.windowFn),
    timestampCombiner: combiner ?? 'end-of-window',
    allowedLateness: Number(proto.allowedLateness),
  };
}

/** Milliseconds as a protobuf Duration. Both parts carry the sign, as the format demands. */
const duration = (ms: number): { seconds: bigint; nanos: number } => ({
  seconds: BigInt(Math.trunc(ms / 1000)),
  nanos: (ms % 1000) * 1_000_000,
});

const millis = (duration: { seconds: bigint | number; nanos: number } | undefined): number =>
  duration === undefined ? 0 : Number(duration.seconds) * 1000 + Math.round(duration.nanos / 1_000_000);
