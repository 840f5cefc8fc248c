import type { FunctionSpec } from '@hornbeam/proto';
import type { Step } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import type { StepTable } from './plan.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A function of a step in the plan: no code, only the step's name, found again in the worker's step table. */
export function stepReference(urn: string, step: string, part?: string): FunctionSpec {
  return { urn, payload: encoder.encode(JSON.stringify(part === undefined ? { step } : { step, part })) };
}

/** The name in a {@link stepReference}. @throws BeamError `E_BAD_PLAN` */
export function referencedName(spec: FunctionSpec | undefined): string {
  try {
    const { step } = JSON.parse(decoder.decode(spec?.payload)) as { step?: unknown };
    if (typeof step === 'string') return step;
  } catch {
    // falls through: the payload is not ours
  }
  throw new BeamError('E_BAD_PLAN', `A function of kind "${spec?.urn ?? ''}" names no step.`, {
    help: 'the plan was not written by this SDK, or is damaged',
  });
}

/** The live step of a {@link stepReference}. @throws BeamError `E_BAD_PLAN` `E_GRAPH_DIFFERS` */
export function referencedStep(spec: FunctionSpec | undefined, steps: StepTable): Step {
  const name = referencedName(spec);
  const step = steps.get(name);
  if (step !== undefined) return step;
  throw new BeamError(
    'E_GRAPH_DIFFERS',
    `The plan names a step "${name}" that this build of the pipeline does not have.`,
    {
      step: name,
      help: 'build the graph from the same file with the same options, without clock, randomness or environment',
    },
  );
}
