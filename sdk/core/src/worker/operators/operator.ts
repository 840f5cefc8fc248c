import type { SourceProgress } from '../../construction/index.js';
import { BeamError, messageOf } from '../../model/errors.js';
import type { Bundle } from '../bundle.js';
import type { Receiver } from '../receiver.js';
import type { Residual, TimerFiring } from '../services.js';

/** Counts of one step, since its worker began. */
export interface StepStats {
  elementsIn: number;
  elementsOut: number;
  /** Elements dropped or sent to a dead-letter output. */
  failures: number;
}

/** What is known of the step an operator runs. */
export interface OperatorSite {
  readonly transformId: string;
  /** Full name of the user's step. */
  readonly step: string;
  readonly callSite: string | undefined;
  /** Place in topological order within the stage: consumers have larger numbers. */
  readonly index: number;
  readonly bundle: Bundle;
  readonly stats: StepStats;
}

/** How the asynchronous callbacks of a step are getting on. */
export interface CallbackProgress {
  /** One has not come back. */
  readonly isOpen: boolean;
  /** How many elements they have dealt with so far. */
  readonly ended: number;
}

/** An element of a splittable step in two parts, as elements of its input. */
export interface ElementCut {
  readonly primary: Pick<Residual, 'transformId' | 'element' | 'metadata'>;
  readonly residual: Residual;
}

/**
 * One transform of a stage at work. Life cycle: `setup` once, then for each bundle `startBundle`, pushes,
 * `finishBundle`; `teardown` at the end, whatever happened.
 */
export interface Operator {
  readonly site: OperatorSite;
  readonly input: Receiver;
  setup?(): void | Promise<void>;
  startBundle?(): void | Promise<void>;
  /** Resolves when the elements pushed so far are dealt with, so that timers may fire. */
  settleElements?(): void | Promise<void>;
  /** Runs the callback of a timer, or of a window that expires. */
  fire?(firing: TimerFiring): void;
  /** Gives away what a splittable step has not claimed, all but `fraction` of it; false when it cannot. */
  split?(fraction: number): boolean;
  /** How much of the one element that a splittable step is at is left, 0 to 1; undefined between elements. */
  inHand?(): number | undefined;
  /** Cuts the element in hand in two: the step keeps `fraction` of what is left. Undefined when it cannot. */
  cut?(fraction: number): ElementCut | undefined;
  /** How far a splittable step is in this bundle. */
  progress?(): SourceProgress | undefined;
  /** How its asynchronous callbacks are getting on. */
  callbacks?(): CallbackProgress;
  /** Ends asynchronous work and sends what was held back. */
  finishBundle?(): void | Promise<void>;
  /** The bundle failed: lets go of what it holds. */
  abortBundle?(): void;
  teardown?(): void | Promise<void>;
}

/** What to do about an element whose callback throws, where the step has `onError`. */
const ELEMENT_HELP =
  "keep going without such elements by onError: 'skip', or send them to a dead-letter output";

/** The error of a user's callback, with the step it belongs to. */
export function userError(
  site: OperatorSite,
  thrown: unknown,
  element?: string,
  help: string = ELEMENT_HELP,
): BeamError {
  const place = { step: site.step, callSite: site.callSite, element };
  if (thrown instanceof BeamError) return thrown.at(place);
  return new BeamError('E_USER', messageOf(thrown), { ...place, cause: thrown, help });
}

/** The error of a part of a DoFn that belongs to no element: `setup`, a timer's callback and so on. */
export function lifeCycleError(site: OperatorSite, part: string, thrown: unknown): BeamError {
  const { step, callSite } = site;
  const place = { step, callSite, element: `(in ${part})` };
  if (thrown instanceof BeamError) return thrown.at(place);
  return new BeamError('E_USER', messageOf(thrown), {
    ...place,
    cause: thrown,
    help: `mend ${part}: onError is for elements, not for what happens around them`,
  });
}
