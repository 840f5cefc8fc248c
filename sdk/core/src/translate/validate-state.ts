import { type Components, type ParDoPayload, TimeDomain } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { coderUrns } from '../model/coders/urns.js';
import { planFault } from './plan-fault.js';

const protocols: ReadonlySet<string> = new Set(Object.values(urns.userState));

/**
 * Checks what a ParDo says of its state and timers: that every cell has a kind, a protocol and coders, every timer
 * a time domain and a timer's coder.
 * @throws BeamError `E_BAD_PLAN`
 */
export function validateState(payload: ParDoPayload, { coders }: Components, step: string): void {
  for (const [name, { protocol, ...kinds }] of Object.entries(payload.stateSpecs)) {
    const [spec] = Object.values(kinds).filter((kind) => kind !== undefined);
    if (spec === undefined) throw planFault(`The state "${name}" does not say its kind.`, step);
    if (!protocols.has(protocol?.urn ?? '')) {
      throw planFault(`The state "${name}" has the unknown protocol "${protocol?.urn ?? ''}".`, step);
    }
    for (const [field, id] of Object.entries(spec as object)) {
      if (!field.endsWith('CoderId') && field !== 'coderId') continue;
      if (!Object.hasOwn(coders, id as string)) {
        throw planFault(`The state "${name}" has the unknown coder "${String(id)}".`, step);
      }
    }
  }
  for (const [name, { timeDomain, timerFamilyCoderId }] of Object.entries(payload.timerFamilySpecs)) {
    if (timeDomain === TimeDomain.UNSPECIFIED) {
      throw planFault(
        `The timer "${name}" does not say whether it goes by event time or by the clock.`,
        step,
      );
    }
    const urn = Object.hasOwn(coders, timerFamilyCoderId) ? coders[timerFamilyCoderId]!.spec!.urn : undefined;
    if (urn !== coderUrns.timer) {
      throw planFault(`The timer "${name}" needs a timer's coder, but has "${timerFamilyCoderId}".`, step);
    }
  }
  const expiration = payload.onWindowExpirationTimerFamilySpec;
  if (expiration !== '' && !Object.hasOwn(payload.timerFamilySpecs, expiration)) {
    throw planFault(
      `The step has no timer "${expiration}", by which it is told that a window expires.`,
      step,
    );
  }
}
