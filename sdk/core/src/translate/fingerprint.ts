import type { Pipeline } from '@hornbeam/proto';
import { Hash64 } from '../model/hash.js';
import { planOutline, type StepOutline } from './plan-outline.js';

/**
 * 16 hex digits that are equal for two builds of the same pipeline, on every machine: a hash of the names,
 * kinds, inputs, outputs, coders and windowings of all steps. Call sites, ids and environments are not in it,
 * nor is what callbacks do. Wherever a plan and the functions of another build meet, their fingerprints must
 * be compared first.
 * @throws BeamError `E_BAD_PLAN`
 */
export function fingerprint(pipeline: Pipeline): string {
  const outline = planOutline(pipeline).map(({ name, facts }) => [name, ...facts]);
  const { high, low } = new Hash64().text(JSON.stringify(outline));
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

/** Where two builds of a pipeline part, for the error `E_GRAPH_DIFFERS`. */
export interface PlanDifference {
  /** Full name of the first step that differs. */
  readonly step: string;
  readonly callSite: string | undefined;
  /** A sentence. */
  readonly message: string;
}

/**
 * The first step in which two plans differ; undefined when their fingerprints are equal.
 * @throws BeamError `E_BAD_PLAN`
 */
export function firstDifference(first: Pipeline, second: Pipeline): PlanDifference | undefined {
  const a = planOutline(first);
  const b = planOutline(second);
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = stepDifference(a[i], b[i]);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function stepDifference(a: StepOutline | undefined, b: StepOutline | undefined): PlanDifference | undefined {
  if (a === undefined || b === undefined) {
    const only = (a ?? b) as StepOutline;
    const message = `Only the ${a === undefined ? 'second' : 'first'} build has the step "${only.name}".`;
    return { step: only.name, callSite: only.callSite, message };
  }
  const at = { step: a.name, callSite: a.callSite ?? b.callSite };
  if (a.name !== b.name) {
    return { ...at, message: `Where the first build has the step "${a.name}", the second has "${b.name}".` };
  }
  for (const fact of new Set([...a.facts.keys(), ...b.facts.keys()])) {
    const one = a.facts.get(fact) ?? 'nothing';
    const other = b.facts.get(fact) ?? 'nothing';
    if (one !== other) {
      const message = `The ${fact} of the step "${a.name}" is ${one} in the first build and ${other} in the second.`;
      return { ...at, message };
    }
  }
  return undefined;
}
