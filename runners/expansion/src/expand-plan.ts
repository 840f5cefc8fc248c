import { type Components, Pipeline, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { ExpansionService } from '@hornbeam/sdk/construction';
import { BeamError, type Coder } from '@hornbeam/sdk/model';
import {
  CALL_SITE_ANNOTATION,
  coderFromPlan,
  type ExpandedPlan,
  type Plan,
  validatePlan,
} from '@hornbeam/sdk/translate';
import { ExpansionClient } from './expansion-client.js';
import { ExpansionServices, type ExpansionServicesSettings } from './expansion-services.js';
import { externalSpec } from './external-payload.js';
import { INPUT, mergeExpansion } from './merge-expansion.js';

/**
 * A plan in which every transform of another SDK is what its expansion service says that it is made of. A plan without
 * any comes back as it is.
 * @throws BeamError `E_EXPANSION` with the service's own words, `E_ENVIRONMENT` when a service cannot be started
 */
export async function expandPlan(
  plan: Plan,
  settings: ExpansionServicesSettings = {},
): Promise<ExpandedPlan> {
  const services = new ExpansionServices(settings);
  try {
    return { plan: await expanded(plan, services), close: () => services.close() };
  } catch (thrown) {
    await services.close();
    throw thrown;
  }
}

async function expanded(plan: Plan, services: ExpansionServices): Promise<Plan> {
  let components = plan.pipeline.components!;
  const requirements = new Set(plan.pipeline.requirements);
  const placeholders = Object.entries(components.transforms).filter(
    ([, { spec }]) => spec?.urn === urns.hornbeam.external,
  );
  if (placeholders.length === 0) return plan;
  for (const [index, [id, transform]] of placeholders.entries()) {
    const site = transform.annotations[CALL_SITE_ANNOTATION];
    const place = {
      step: transform.uniqueName,
      callSite: site === undefined ? undefined : new TextDecoder().decode(site),
    };
    try {
      const operation = plan.steps.get(id)?.operation;
      if (operation?.kind !== 'external') {
        throw new BeamError(
          'E_GRAPH_DIFFERS',
          'The plan has a transform of another SDK that this build does not have.',
        );
      }
      checkInputs(components, transform, plan);
      const endpoint = await services.endpointOf(operation.service);
      const client = new ExpansionClient(endpoint);
      try {
        const spec = await externalSpec(operation.transform, () => client.offered());
        const answer = await client.expand(requestFor(components, id, spec, index, operation.service));
        const declared = Object.values(transform.outputs).map(
          (each) => components.pcollections[each]!.coderId,
        );
        components = mergeExpansion(components, id, answer, endpoint.replace(/:\d+$/, ''));
        checkOutputs(components, id, plan, declared);
        for (const requirement of answer.requirements) requirements.add(requirement);
      } finally {
        client.close();
      }
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_EXPANSION', place);
    }
  }
  const pipeline = Pipeline.create({ ...plan.pipeline, components, requirements: [...requirements].sort() });
  validatePlan(pipeline);
  return { ...plan, pipeline };
}

/** @throws BeamError `E_EXPANSION` for elements that no other SDK can read */
function checkInputs(components: Components, { inputs }: PTransform, { coders }: Plan): void {
  for (const [name, collection] of Object.entries(inputs)) {
    const foreign = (coder: Coder<any>): boolean =>
      !coder.urn.startsWith('beam:') || coder.components.some(foreign);
    if (!foreign(coderFromPlan(components.pcollections[collection]!.coderId, components.coders, coders)))
      continue;
    throw new BeamError('E_EXPANSION', `The input "${name}" has elements that only TypeScript can read.`, {
      help: 'end what makes it with .withSchema(…): texts, numbers, bytes and rows have coders that every SDK knows',
    });
  }
}

function requestFor(
  components: Components,
  id: string,
  spec: NonNullable<PTransform['spec']>,
  index: number,
  service: ExpansionService,
) {
  // The service must know who makes each input.
  const placeholder = components.transforms[id]!;
  const { inputs, uniqueName } = placeholder;
  const transforms = Object.fromEntries(
    Object.values(inputs).map((collection, i) => [
      `${INPUT}${i}`,
      PTransform.create({
        uniqueName: `${INPUT}${i}`,
        spec: { urn: urns.transforms.impulse, payload: new Uint8Array() },
        outputs: { main: collection },
      }),
    ]),
  );
  const pcollections = Object.fromEntries(
    Object.values(inputs).map((collection) => [collection, components.pcollections[collection]!]),
  );
  const [output] = Object.values(placeholder.outputs);
  const wanted = components.pcollections[output!]!.coderId;
  return {
    components: { ...components, transforms, pcollections, environments: {} },
    transform: PTransform.create({ uniqueName, spec, inputs }),
    namespace: `external${index + 1}`,
    // Python writes what it makes as it is asked to; without, it would be pickled.
    outputCoderRequests: (service.kind === 'python' ? { main: wanted } : {}) as Record<string, string>,
  };
}

/** What the transform makes must be what the pipeline says that it reads. */
function checkOutputs(
  components: Components,
  id: string,
  { coders }: Plan,
  declared: readonly string[],
): void {
  const outputs = Object.values(components.transforms[id]!.outputs);
  for (const collection of outputs) {
    const { coderId } = components.pcollections[collection]!;
    let urn: string;
    try {
      ({ urn } = coderFromPlan(coderId, components.coders));
    } catch (thrown) {
      throw new BeamError(
        'E_EXPANSION',
        `What the transform makes cannot be read here: ${BeamError.from(thrown).message}`,
        {
          help: 'have it make rows, texts, numbers, bytes, or pairs and lists of these',
        },
      );
    }
    const wanted = declared.map((each) => coderFromPlan(each, components.coders, coders).urn);
    if (outputs.length === 1 && wanted.length === 1 && wanted[0] !== urn) {
      throw new BeamError(
        'E_EXPANSION',
        `The transform makes elements of ${urn}, but its output is said to be ${wanted[0]}.`,
        {
          help: 'give external(…, { output }) the schema or coder of what it makes',
        },
      );
    }
  }
}
