/**
 * Triggers as finite state machines. A machine is made once for a grouping from the trigger's description; the state
 * of one key and window is an object that it makes, changes and merges. Semantics are those of Beam's trigger state
 * machines (Akidau et al., "The Dataflow Model", 2015, section 2.3).
 *
 * Invariants:
 *  F1  a state that is finished fires no more and does not change, unless its window is merged into one that has not
 *      ended.
 *  F2  `wakesAfter` is never later than the moment at which `shouldFire` becomes true by the clock alone, and never a
 *      moment that has come: one at which the trigger has not fired would be asked for again without end.
 */
import type { Trigger } from '@hornbeam/sdk/model';

/** What a trigger sees of the world. */
export interface TriggerMoment {
  /** The clock, ms since 1970. */
  readonly now: number;
  /** The watermark has passed the end of the window. */
  readonly isPastEnd: boolean;
}

/** The state of a trigger for one key and window. */
export interface TriggerState {
  isFinished: boolean;
  /** Elements since the last firing, of a count. */
  count: number;
  /** When it fires by the clock; infinity when no element has come. */
  fireAt: number;
  /** Which part is active, of those that go through parts. */
  stage: number;
  readonly parts: readonly TriggerState[];
}

/** See the head of this file. */
export interface TriggerMachine {
  create(): TriggerState;
  onElement(state: TriggerState, moment: TriggerMoment): void;
  shouldFire(state: TriggerState, moment: TriggerMoment): boolean;
  /** Called when `shouldFire` is true and the pane is made. */
  onFire(state: TriggerState, moment: TriggerMoment): void;
  /** The state of a window that others were merged into. */
  merge(states: readonly TriggerState[], moment: TriggerMoment): TriggerState;
  /** The next moment later than `now` at which the clock may make it fire; Infinity for none (F2). */
  wakesAfter(state: TriggerState, now: number): number;
}

const NEVER = Number.POSITIVE_INFINITY;

const blank = (parts: readonly TriggerState[] = []): TriggerState => ({
  isFinished: false,
  count: 0,
  fireAt: NEVER,
  stage: 0,
  parts,
});

/** Whether a state is as its machine makes it: nothing is lost where it is let go of and made again. */
export const isAsNew = ({ isFinished, count, fireAt, stage, parts }: TriggerState): boolean =>
  !isFinished && count === 0 && fireAt === NEVER && stage === 0 && parts.every(isAsNew);

/** Makes the machine of a trigger. */
export function triggerMachine(trigger: Trigger): TriggerMachine {
  switch (trigger.kind) {
    case 'default':
      return atEnd(false);
    case 'always':
      return constant(true);
    case 'never':
      return constant(false);
    case 'after-count':
      return afterCount(trigger.count);
    case 'after-processing-time':
      return afterProcessingTime(trigger.delay, trigger.align);
    case 'after-watermark':
      return trigger.early === undefined && trigger.late === undefined
        ? atEnd(true)
        : aroundEnd(trigger.early, trigger.late);
    case 'repeat':
      return repeat(triggerMachine(trigger.trigger));
    case 'or-finally':
      return orFinally(triggerMachine(trigger.trigger), triggerMachine(trigger.until));
    case 'after-all':
      return afterAll(trigger.triggers.map(triggerMachine));
    case 'after-any':
      return afterAny(trigger.triggers.map(triggerMachine));
    case 'after-each':
      return afterEach(trigger.triggers.map(triggerMachine));
  }
}

const nothing = (): void => {};

function constant(fires: boolean): TriggerMachine {
  return {
    create: () => blank(),
    onElement: nothing,
    shouldFire: () => fires,
    onFire: nothing,
    merge: () => blank(),
    wakesAfter: () => NEVER,
  };
}

/** Fires whenever there is something once the window has ended; `once` only the first time. */
function atEnd(once: boolean): TriggerMachine {
  return {
    create: () => blank(),
    onElement: nothing,
    shouldFire: ({ isFinished }, { isPastEnd }) => !isFinished && isPastEnd,
    onFire(state) {
      state.isFinished = once;
    },
    merge(states, { isPastEnd }) {
      const merged = blank();
      merged.isFinished = isPastEnd && states.every(({ isFinished }) => isFinished);
      return merged;
    },
    wakesAfter: () => NEVER,
  };
}

function afterCount(count: number): TriggerMachine {
  return {
    create: () => blank(),
    onElement(state) {
      if (!state.isFinished) state.count++;
    },
    shouldFire: (state) => !state.isFinished && state.count >= count,
    onFire(state) {
      state.isFinished = true;
      state.count = 0;
    },
    merge(states) {
      const merged = blank();
      merged.isFinished = states.some(({ isFinished }) => isFinished);
      if (!merged.isFinished) merged.count = states.reduce((sum, state) => sum + state.count, 0);
      return merged;
    },
    wakesAfter: () => NEVER,
  };
}

function afterProcessingTime(
  delay: number,
  align: { readonly period: number; readonly offset: number } | undefined,
): TriggerMachine {
  const moment = (now: number): number => {
    const at = now + delay;
    return align === undefined
      ? at
      : Math.ceil((at - align.offset) / align.period) * align.period + align.offset;
  };
  return {
    create: () => blank(),
    onElement(state, { now }) {
      if (!state.isFinished && state.fireAt === NEVER) state.fireAt = moment(now);
    },
    shouldFire: (state, { now }) => !state.isFinished && state.fireAt <= now,
    onFire(state) {
      state.isFinished = true;
      state.fireAt = NEVER;
    },
    merge(states) {
      const merged = blank();
      merged.isFinished = states.some(({ isFinished }) => isFinished);
      if (!merged.isFinished) merged.fireAt = Math.min(...states.map(({ fireAt }) => fireAt));
      return merged;
    },
    wakesAfter: ({ fireAt }, now) => (fireAt > now ? fireAt : NEVER),
  };
}

/** Stages of {@link aroundEnd}: before the on-time firing, and after. */
const BEFORE = 0;
const AFTER = 1;

/** Again and again before the window's end by `early`, once at the end, again and again after it by `late`. */
function aroundEnd(early: Trigger | undefined, late: Trigger | undefined): TriggerMachine {
  const machines = [
    early === undefined ? constant(false) : repeat(triggerMachine(early)),
    late === undefined ? constant(false) : repeat(triggerMachine(late)),
  ];
  const create = (): TriggerState => blank(machines.map((machine) => machine.create()));
  return {
    create,
    onElement(state, moment) {
      if (!state.isFinished) machines[state.stage]!.onElement(state.parts[state.stage]!, moment);
    },
    shouldFire(state, moment) {
      if (state.isFinished) return false;
      if (state.stage === BEFORE && moment.isPastEnd) return true;
      return machines[state.stage]!.shouldFire(state.parts[state.stage]!, moment);
    },
    onFire(state, moment) {
      if (state.stage === BEFORE && moment.isPastEnd) {
        state.stage = AFTER;
        state.isFinished = late === undefined;
        return;
      }
      machines[state.stage]!.onFire(state.parts[state.stage]!, moment);
    },
    merge(states, moment) {
      const merged = blank(
        machines.map((machine, i) =>
          machine.merge(
            states.map(({ parts }) => parts[i]!),
            moment,
          ),
        ),
      );
      if (moment.isPastEnd && states.some(({ stage }) => stage === AFTER)) {
        merged.stage = AFTER;
        merged.isFinished = late === undefined;
      }
      return merged;
    },
    wakesAfter: (state, now) =>
      state.isFinished ? NEVER : machines[state.stage]!.wakesAfter(state.parts[state.stage]!, now),
  };
}

function repeat(machine: TriggerMachine): TriggerMachine {
  const wrap = (part: TriggerState): TriggerState => blank([part]);
  return {
    create: () => wrap(machine.create()),
    onElement: ({ parts }, moment) => machine.onElement(parts[0]!, moment),
    shouldFire: ({ parts }, moment) => machine.shouldFire(parts[0]!, moment),
    onFire(state, moment) {
      const part = state.parts[0]!;
      machine.onFire(part, moment);
      if (part.isFinished) Object.assign(part, machine.create());
    },
    merge(states, moment) {
      const part = machine.merge(
        states.map(({ parts }) => parts[0]!),
        moment,
      );
      return wrap(part.isFinished ? machine.create() : part);
    },
    wakesAfter: ({ parts }, now) => machine.wakesAfter(parts[0]!, now),
  };
}

function orFinally(main: TriggerMachine, until: TriggerMachine): TriggerMachine {
  return {
    ...composite([main, until]),
    shouldFire: (state, moment) =>
      !state.isFinished &&
      (main.shouldFire(state.parts[0]!, moment) || until.shouldFire(state.parts[1]!, moment)),
    onFire(state, moment) {
      if (until.shouldFire(state.parts[1]!, moment)) {
        state.isFinished = true;
        return;
      }
      main.onFire(state.parts[0]!, moment);
      state.isFinished = state.parts[0]!.isFinished;
    },
  };
}

function afterAll(machines: readonly TriggerMachine[]): TriggerMachine {
  const all = (state: TriggerState, moment: TriggerMoment): boolean =>
    machines.every((machine, i) => {
      const part = state.parts[i]!;
      return part.isFinished || machine.shouldFire(part, moment);
    });
  return {
    ...composite(machines),
    shouldFire: (state, moment) => !state.isFinished && all(state, moment),
    onFire(state, moment) {
      for (const [i, machine] of machines.entries()) {
        const part = state.parts[i]!;
        if (!part.isFinished) machine.onFire(part, moment);
      }
      // Also when a part would fire again.
      state.isFinished = true;
    },
  };
}

function afterAny(machines: readonly TriggerMachine[]): TriggerMachine {
  return {
    ...composite(machines),
    shouldFire: (state, moment) =>
      !state.isFinished && machines.some((machine, i) => machine.shouldFire(state.parts[i]!, moment)),
    onFire(state) {
      state.isFinished = true;
    },
  };
}

/** One after the other: the next begins when the one before has finished. */
function afterEach(machines: readonly TriggerMachine[]): TriggerMachine {
  const active = (state: TriggerState): [TriggerMachine, TriggerState] => [
    machines[state.stage]!,
    state.parts[state.stage]!,
  ];
  return {
    ...composite(machines),
    onElement(state, moment) {
      if (state.isFinished) return;
      const [machine, part] = active(state);
      machine.onElement(part, moment);
    },
    shouldFire(state, moment) {
      if (state.isFinished) return false;
      const [machine, part] = active(state);
      return machine.shouldFire(part, moment);
    },
    onFire(state, moment) {
      const [machine, part] = active(state);
      machine.onFire(part, moment);
      if (!part.isFinished) return;
      if (state.stage === machines.length - 1) state.isFinished = true;
      else state.stage++;
    },
    merge(states, moment) {
      const merged = blank(mergedParts(machines, states, moment));
      merged.stage = merged.parts.findIndex(({ isFinished }) => !isFinished);
      if (merged.stage < 0) {
        merged.stage = machines.length - 1;
        merged.isFinished = true;
      }
      return merged;
    },
    wakesAfter(state, now) {
      if (state.isFinished) return NEVER;
      const [machine, part] = active(state);
      return machine.wakesAfter(part, now);
    },
  };
}

/** What triggers of parts have in common: every part sees every element. */
function composite(
  machines: readonly TriggerMachine[],
): Pick<TriggerMachine, 'create' | 'onElement' | 'merge' | 'wakesAfter'> {
  return {
    create: () => blank(machines.map((machine) => machine.create())),
    onElement(state, moment) {
      if (state.isFinished) return;
      for (const [i, machine] of machines.entries()) machine.onElement(state.parts[i]!, moment);
    },
    merge(states, moment) {
      const merged = blank(mergedParts(machines, states, moment));
      merged.isFinished = states.some(({ isFinished }) => isFinished);
      return merged;
    },
    wakesAfter: (state, now) =>
      state.isFinished
        ? NEVER
        : Math.min(...machines.map((machine, i) => machine.wakesAfter(state.parts[i]!, now))),
  };
}

const mergedParts = (
  machines: readonly TriggerMachine[],
  states: readonly TriggerState[],
  moment: TriggerMoment,
): TriggerState[] =>
  machines.map((machine, i) =>
    machine.merge(
      states.map(({ parts }) => parts[i]!),
      moment,
    ),
  );
