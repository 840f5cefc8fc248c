import { Environment, ExternalPayload, ParDoPayload, type Pipeline, type PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { buildGraph, pipeline, type Root } from '@hornbeam/sdk';
import { WORKER_CAPABILITIES } from '@hornbeam/sdk/fn-api';
import type { BeamError } from '@hornbeam/sdk/model';
import { type Plan, toPlan, validatePlan } from '@hornbeam/sdk/translate';
import { type PortablePlanSettings, portablePlan } from './portable-plan.js';
import { flinkProfile } from './profiles.js';

/** Workers of a pool that is somewhere. */
export const poolEnvironment: Environment = Environment.create({
  urn: urns.environments.external,
  payload: ExternalPayload.encode({ endpoint: { url: 'localhost:1' } }).finish(),
  capabilities: [...WORKER_CAPABILITIES],
});

/** Builds a pipeline and translates it. */
export async function planOf(build: (p: Root) => unknown): Promise<Plan> {
  return toPlan(
    await buildGraph(
      pipeline((p) => {
        build(p);
      }),
    ),
  );
}

/** What is sent of a pipeline, to Flink unless told otherwise; it keeps the rules of the model. */
export async function sentOf(
  build: (p: Root) => unknown,
  settings: Partial<PortablePlanSettings> = {},
): Promise<Pipeline> {
  const sent = portablePlan(await planOf(build), {
    profile: flinkProfile,
    environment: poolEnvironment,
    ...settings,
  });
  validatePlan(sent);
  return sent;
}

/** Why a pipeline is not sent. */
export async function refusalOf(
  build: (p: Root) => unknown,
  settings: Partial<PortablePlanSettings> = {},
): Promise<BeamError> {
  const plan = await planOf(build);
  try {
    portablePlan(plan, { profile: flinkProfile, environment: poolEnvironment, ...settings });
  } catch (thrown) {
    return thrown as BeamError;
  }
  throw new Error('The plan was not refused.');
}

/** The transform of a name. */
export function stepOf({ components }: Pipeline, name: string): PTransform {
  const found = Object.values(components!.transforms).find(({ uniqueName }) => uniqueName === name);
  if (found === undefined) throw new Error(`There is no step "${name}".`);
  return found;
}

/** What a plan says of the ParDo of a name. */
export const parDoOf = (sent: Pipeline, name: string): ParDoPayload =>
  ParDoPayload.decode(stepOf(sent, name).spec!.payload);

/** The kinds of a step's parts, in order: the last words of their URNs. */
export const partsOf = (sent: Pipeline, name: string): string[] =>
  stepOf(sent, name).subtransforms.map(
    (id) => sent.components!.transforms[id]!.spec?.urn.split(':').at(-2) ?? '',
  );
