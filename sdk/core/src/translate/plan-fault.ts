import { BeamError } from '../model/errors.js';

/** The error `E_BAD_PLAN` about a step of a plan, or about the plan as a whole. */
export const planFault = (message: string, step?: string, cause?: unknown): BeamError =>
  new BeamError('E_BAD_PLAN', message, {
    step,
    help: 'mend the SDK or the program that wrote the plan',
    cause,
  });
