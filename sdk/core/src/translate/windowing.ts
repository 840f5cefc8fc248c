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
  type AccumulationMode as Accumulation,
  type CalendarWindowFn,
  type CustomWindowFn,
  GLOBAL_WINDOWING,
  isMerging,
  needsMerge,
  type TimestampCombiner,
  type WindowFn,
  type Windowing,
} from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { CustomWindowCoder } from '../model/coders/custom-window.js';
import { GlobalWindowCoder } from '../model/coders/global-window.js';
import { MAX_MILLIS } from '../model/coders/instant.js';
import { IntervalWindowCoder } from '../model/coders/interval-window.js';
import { LabelledWindowCoder } from '../model/coders/labelled-window.js';
import { BeamError } from '../model/errors.js';
import type { Window } from '../model/window.js';
import type { StepTable } from './plan.js';
import { planFault } from './plan-fault.js';
import { referencedStep, stepReference } from './step-reference.js';
import { triggerFromProto, triggerProto } from './triggers.js';

/** The name of the step that puts elements into windows of a function: how a plan names one that is code. */
export type CustomFnNames = (fn: CustomWindowFn<any>) => string;

/** The window function in Beam's own terms; those that Beam does not know are named by URNs of hornbeam. */
export function windowFnSpec(windowFn: WindowFn, nameOf: CustomFnNames): FunctionSpec {
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
    case 'calendar': {
      const { unit, every, zone, start } = windowFn;
      const payload = new TextEncoder().encode(JSON.stringify({ unit, every, zone, start }));
      return { urn: urns.hornbeam.calendarWindows, payload };
    }
    case 'custom':
      return stepReference(urns.hornbeam.customWindows, nameOf(windowFn.fn));
  }
}

/**
 * The window function of a spec. `steps` has those that are code.
 * @throws BeamError `E_UNSUPPORTED` `E_BAD_PLAN` `E_GRAPH_DIFFERS`
 */
export function windowFnFromSpec(spec: FunctionSpec | undefined, steps?: StepTable): WindowFn {
  const payload = spec?.payload ?? new Uint8Array();
  switch (spec?.urn) {
    case urns.windowFns.global:
      return { kind: 'global' };
    case urns.windowFns.fixed: {
      const { size, offset } = read(FixedWindowsPayload, payload);
      return { kind: 'fixed', size: length(size), offset: millis(offset) };
    }
    case urns.windowFns.sliding: {
      const { size, period, offset } = read(SlidingWindowsPayload, payload);
      return { kind: 'sliding', size: length(size), period: length(period), offset: millis(offset) };
    }
    case urns.windowFns.session:
      return { kind: 'sessions', gap: length(read(SessionWindowsPayload, payload).gapSize) };
    case urns.hornbeam.calendarWindows:
      return calendarFrom(payload);
    case urns.hornbeam.customWindows: {
      const { operation, callSite } = referencedStep(spec, steps ?? new Map());
      if (operation.kind === 'windowInto' && operation.windowing.windowFn.kind === 'custom') {
        return operation.windowing.windowFn;
      }
      throw new BeamError('E_GRAPH_DIFFERS', 'The plan and this build differ in which windows are custom.', {
        callSite,
        help: 'build the graph from the same file with the same options',
      });
    }
    default:
      throw new BeamError('E_UNSUPPORTED', `The window function "${spec?.urn ?? ''}" is not known here.`, {
        help: 'use a window function of Beam, or run the pipeline with the SDK that made the plan',
      });
  }
}

function read<M>(type: { decode(bytes: Uint8Array): M }, payload: Uint8Array): M {
  try {
    return type.decode(payload);
  } catch (thrown) {
    throw planFault('A window function of the plan has a payload that cannot be read.', undefined, thrown);
  }
}

/** A duration that windows can be made with: one of 0 would take for ever. */
function length(given: Parameters<typeof millis>[0]): number {
  const found = millis(given);
  if (found > 0) return found;
  throw planFault(
    `A window function of the plan makes windows of ${found} ms; they must be 1 ms long or more.`,
  );
}

function calendarFrom(payload: Uint8Array): WindowFn {
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder().decode(payload));
  } catch {
    // Falls through: `read` is no object.
  }
  const { unit, every, zone, start } = (read ?? {}) as Partial<CalendarWindowFn>;
  const isUnit = unit === 'days' || unit === 'weeks' || unit === 'months' || unit === 'years';
  if (isUnit && typeof every === 'number' && typeof zone === 'string' && typeof start === 'string') {
    return { kind: 'calendar', unit, every, zone, start };
  }
  throw new BeamError('E_BAD_PLAN', 'The calendar windows of the plan say no unit, length, zone and start.', {
    help: 'the plan was not written by this SDK, or is damaged',
  });
}

/**
 * The coder of the windows that a function makes. Runners need the last moment of a window whose coder they do not
 * know, so windows of the user's own are written behind it.
 */
export function windowCoderOf(windowFn: WindowFn): Coder<Window> {
  switch (windowFn.kind) {
    case 'global':
      return new GlobalWindowCoder();
    case 'custom':
      return new CustomWindowCoder(windowFn.fn.coder ?? new LabelledWindowCoder());
    default:
      return new IntervalWindowCoder();
  }
}

const outputTimes: Readonly<Record<TimestampCombiner, OutputTime>> = {
  'end-of-window': OutputTime.END_OF_WINDOW,
  earliest: OutputTime.EARLIEST_IN_PANE,
  latest: OutputTime.LATEST_IN_PANE,
};

const accumulationModes: Readonly<Record<Accumulation, AccumulationMode>> = {
  discarding: AccumulationMode.DISCARDING,
  accumulating: AccumulationMode.ACCUMULATING,
};

const closingBehaviors: Readonly<Record<Windowing['closing'], ClosingBehavior>> = {
  always: ClosingBehavior.EMIT_ALWAYS,
  'if-non-empty': ClosingBehavior.EMIT_IF_NONEMPTY,
};

const onTimeBehaviors: Readonly<Record<Windowing['onTime'], OnTimeBehavior>> = {
  always: OnTimeBehavior.FIRE_ALWAYS,
  'if-non-empty': OnTimeBehavior.FIRE_IF_NONEMPTY,
};

/** What a windowing message needs to know of the plan it is in. */
export interface WindowingPlace {
  readonly windowCoderId: string;
  readonly environmentId: string;
  readonly nameOf: CustomFnNames;
}

/** The strategy message; every enum is set, since runners refuse unspecified ones. */
export function windowingProto(
  windowing: Windowing,
  { windowCoderId, environmentId, nameOf }: WindowingPlace,
): WindowingStrategy {
  const { windowFn, allowedLateness } = windowing;
  return WindowingStrategyType.create({
    windowFn: windowFnSpec(windowFn, nameOf),
    mergeStatus: mergeStatus(windowing),
    windowCoderId,
    trigger: triggerProto(windowing.trigger),
    accumulationMode: accumulationModes[windowing.accumulation],
    outputTime: outputTimes[windowing.timestampCombiner],
    closingBehavior: closingBehaviors[windowing.closing],
    allowedLateness: allowedLateness === Number.POSITIVE_INFINITY ? MAX_MILLIS : BigInt(allowedLateness),
    onTimeBehavior: onTimeBehaviors[windowing.onTime],
    assignsToOneWindow: windowFn.kind !== 'sliding' && windowFn.kind !== 'custom',
    environmentId,
  });
}

function mergeStatus(windowing: Windowing): MergeStatus {
  if (!isMerging(windowing.windowFn)) return MergeStatus.NON_MERGING;
  return needsMerge(windowing) ? MergeStatus.NEEDS_MERGE : MergeStatus.ALREADY_MERGED;
}

/**
 * The windowing of a strategy message. `steps` has the window functions that are code; `foreign` gives what stands for one
 * whose code is in another process.
 * @throws BeamError `E_UNSUPPORTED` `E_BAD_PLAN` `E_GRAPH_DIFFERS`
 */
export function windowingFromProto(
  proto: WindowingStrategy | undefined,
  steps?: StepTable,
  foreign?: () => WindowFn,
): Windowing {
  if (proto === undefined) return GLOBAL_WINDOWING;
  const windowing: Windowing = {
    windowFn: foreign?.() ?? windowFnFromSpec(proto.windowFn, steps),
    trigger: triggerFromProto(proto.trigger),
    accumulation: meaningOf('accumulation mode', accumulationModes, proto.accumulationMode),
    timestampCombiner: meaningOf('output time', outputTimes, proto.outputTime),
    allowedLateness: lateness(proto.allowedLateness),
    closing: meaningOf('closing behavior', closingBehaviors, proto.closingBehavior),
    onTime: meaningOf('on-time behavior', onTimeBehaviors, proto.onTimeBehavior),
  };
  return proto.mergeStatus === MergeStatus.ALREADY_MERGED ? { ...windowing, merged: true } : windowing;
}

/** What a value of an enum means here. */
function meaningOf<M extends string>(what: string, values: Readonly<Record<M, number>>, value: number): M {
  const found = (Object.keys(values) as M[]).find((name) => values[name] === value);
  if (found !== undefined) return found;
  throw new BeamError('E_UNSUPPORTED', `A windowing of the plan has the ${what} ${value}.`, {
    help: 'retracting panes are not supported; other values come from an SDK that is newer than this runner',
  });
}

/** Beyond what a number is exact for there is no difference to for ever. */
const lateness = (millis: bigint | number): number =>
  BigInt(millis) > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(millis);

/** Milliseconds as a protobuf Duration. Both parts carry the sign, as the format demands. */
const duration = (ms: number): { seconds: bigint; nanos: number } => ({
  seconds: BigInt(Math.trunc(ms / 1000)),
  nanos: (ms % 1000) * 1_000_000,
});

const millis = (duration: { seconds: bigint | number; nanos: number } | undefined): number =>
  duration === undefined ? 0 : Number(duration.seconds) * 1000 + Math.round(duration.nanos / 1_000_000);
