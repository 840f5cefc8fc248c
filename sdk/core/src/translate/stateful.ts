import {
  FunctionSpec,
  type ParDoPayload,
  type StateSpec,
  TimeDomain,
  type TimerFamilySpec,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import {
  type DoFn,
  isState,
  isTimer,
  type ParDoOperation,
  type StateKind,
  type StateUse,
  WINDOW_EXPIRATION,
} from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import type { KvCoder } from '../model/coders/kv.js';
import { TimerCoder } from '../model/coders/timer.js';
import type { Window } from '../model/window.js';
import type { CoderIds } from './coders.js';
import { stepReference } from './step-reference.js';

/** What a plan says of the state and timers of a step. */
export type StatefulParts = Pick<
  ParDoPayload,
  'stateSpecs' | 'timerFamilySpecs' | 'onWindowExpirationTimerFamilySpec'
> & {
  /** What a runner must be able to do. */
  readonly requirements: readonly string[];
};

/** Where a step with state or timers is, and what it reads. */
export interface StatefulPlace {
  /** Full name of the step. */
  readonly name: string;
  readonly input: KvCoder<unknown, unknown>;
  readonly window: Coder<Window>;
  readonly coders: CoderIds;
}

/** Describes the state and timers of a step that has any. */
export function statefulParts(operation: ParDoOperation, place: StatefulPlace): StatefulParts {
  const stateSpecs: Record<string, StateSpec> = {};
  const timerFamilySpecs: Record<string, TimerFamilySpec> = {};
  const timerFamilyCoderId = place.coders.idOf(new TimerCoder(place.input.key, place.window));
  for (const [name, use] of Object.entries(operation.uses)) {
    if (isState(use)) stateSpecs[name] = stateSpec(name, use, place);
    else if (isTimer(use)) {
      timerFamilySpecs[name] = { timeDomain: timeDomains[use.domain], timerFamilyCoderId };
    }
  }
  const requirements: string[] = [urns.requirements.statefulProcessing];
  const isExpiring = expirationOf(operation) !== undefined;
  if (isExpiring) {
    timerFamilySpecs[WINDOW_EXPIRATION] = { timeDomain: TimeDomain.EVENT_TIME, timerFamilyCoderId };
    requirements.push(urns.requirements.onWindowExpiration);
  }
  return {
    stateSpecs,
    timerFamilySpecs,
    onWindowExpirationTimerFamilySpec: isExpiring ? WINDOW_EXPIRATION : '',
    requirements,
  };
}

/** How the state and timers of a plan differ from those of the live step; undefined when they are the same. */
export function statefulDifference(
  { stateSpecs, timerFamilySpecs, onWindowExpirationTimerFamilySpec }: ParDoPayload,
  operation: ParDoOperation,
): string | undefined {
  const planned = [
    ...Object.entries(stateSpecs).map(([name, spec]) => `${kindOf(spec) ?? 'unknown'} state "${name}"`),
    ...Object.entries(timerFamilySpecs)
      .filter(([name]) => name !== onWindowExpirationTimerFamilySpec)
      .map(([name, { timeDomain }]) => `${domainOf(timeDomain) ?? 'unknown'} timer "${name}"`),
    ...(onWindowExpirationTimerFamilySpec === '' ? [] : ['onWindowExpiration']),
  ];
  const live = [
    ...Object.entries(operation.uses).flatMap(([name, use]) => {
      if (isState(use)) return [`${use.kind} state "${name}"`];
      return isTimer(use) ? [`${use.domain} timer "${name}"`] : [];
    }),
    ...(expirationOf(operation) === undefined ? [] : ['onWindowExpiration']),
  ];
  const onlyPlanned = planned.filter((what) => !live.includes(what));
  const onlyLive = live.filter((what) => !planned.includes(what));
  if (onlyPlanned.length === 0 && onlyLive.length === 0) return undefined;
  const listed = (what: readonly string[]): string => (what.length === 0 ? 'nothing' : what.join(', '));
  return `has ${listed(onlyPlanned)} in the plan where this build has ${listed(onlyLive)}`;
}

const timeDomains = { event: TimeDomain.EVENT_TIME, processing: TimeDomain.PROCESSING_TIME } as const;

const domainOf = (timeDomain: TimeDomain): string | undefined =>
  Object.entries(timeDomains).find(([, domain]) => domain === timeDomain)?.[0];

function expirationOf({ callback }: ParDoOperation): DoFn<any, any>['onWindowExpiration'] {
  return callback.shape === 'doFn' ? callback.doFn.onWindowExpiration : undefined;
}

function stateSpec(
  name: string,
  { kind, coder, keyCoder }: StateUse<unknown>,
  place: StatefulPlace,
): StateSpec {
  const coderId = place.coders.idOf(coder);
  const { bag, multimap, orderedList } = urns.userState;
  switch (kind) {
    case 'value':
      return { readModifyWriteSpec: { coderId }, protocol: protocol(bag) };
    case 'bag':
      return { bagSpec: { elementCoderId: coderId }, protocol: protocol(bag) };
    case 'combining': {
      const combineFn = stepReference(urns.hornbeam.combineFn, place.name, name);
      return { combiningSpec: { accumulatorCoderId: coderId, combineFn }, protocol: protocol(bag) };
    }
    case 'set':
      return { setSpec: { elementCoderId: coderId }, protocol: protocol(multimap) };
    case 'map':
    case 'multimap': {
      const spec = { keyCoderId: place.coders.idOf(keyCoder!), valueCoderId: coderId };
      return kind === 'map'
        ? { mapSpec: spec, protocol: protocol(multimap) }
        : { multimapSpec: spec, protocol: protocol(multimap) };
    }
    case 'orderedList':
      return { orderedListSpec: { elementCoderId: coderId }, protocol: protocol(orderedList) };
  }
}

const protocol = (urn: string): FunctionSpec => FunctionSpec.create({ urn });

function kindOf(spec: StateSpec): StateKind | undefined {
  if (spec.readModifyWriteSpec !== undefined) return 'value';
  if (spec.bagSpec !== undefined) return 'bag';
  if (spec.combiningSpec !== undefined) return 'combining';
  if (spec.setSpec !== undefined) return 'set';
  if (spec.mapSpec !== undefined) return 'map';
  if (spec.multimapSpec !== undefined) return 'multimap';
  return spec.orderedListSpec === undefined ? undefined : 'orderedList';
}
