import {
  type Components,
  type Environment,
  ExternalConfigurationPayload,
  type FunctionSpec,
  PTransform,
  SchemaTransformPayload,
} from '@hornbeam/proto';
import type { ExpansionRequest } from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import { type Offer, type OfferedInput, type OfferedTransform, PCollection, Root } from '@hornbeam/sdk';
import { type Collection, Graph } from '@hornbeam/sdk/construction';
import { BeamError, ByteReader } from '@hornbeam/sdk/model';
import {
  coderFromPlan,
  type LiveParts,
  TYPESCRIPT_ENVIRONMENT,
  toPlan,
  windowingFromProto,
} from '@hornbeam/sdk/translate';

/** An offered transform as a part of somebody's plan, and what runs it. */
export interface OfferedPlan {
  readonly components: Components;
  readonly transform: PTransform;
  readonly requirements: readonly string[];
  /** The steps and coders of this part alone. */
  readonly live: LiveParts;
}

/** Stands for what the other pipeline hands in. */
const INPUT = 'input';

/**
 * Builds an offered transform on the collections of a request. Everything that it adds has ids that begin with the
 * request's namespace, and runs in `environment`.
 * @throws BeamError `E_EXPANSION` for a URN that is not offered, a configuration or an input that does not fit
 */
export function offeredPlan(
  { transforms }: Offer,
  request: ExpansionRequest,
  environment: Environment,
): OfferedPlan {
  const { transform, components, namespace } = request;
  if (transform === undefined || components === undefined) {
    throw new BeamError('E_EXPANSION', 'The request names no transform.');
  }
  const { urn, read } = asked(transform.spec);
  const found = Object.hasOwn(transforms, urn) ? transforms[urn] : undefined;
  if (found === undefined) {
    throw new BeamError('E_EXPANSION', `There is no transform "${urn}" here.`, {
      help: `there are: ${Object.keys(transforms).join(', ')}`,
    });
  }
  const prefix = `${namespace}-${transform.uniqueName}`.replaceAll('/', '-');
  const graph = new Graph();
  const inputs = Object.entries(transform.inputs).map(
    ([name, id]) => [name, inputOf(graph, id, components)] as const,
  );
  const outputs = graph.composite(prefix, () => {
    const made = found.expand(shaped(graph, inputs), read(found));
    return made instanceof PCollection ? { main: made } : made;
  });
  const plan = toPlan(graph, { prefix: `${prefix}/` });
  const built = plan.pipeline.components!;
  const given = new Map(
    inputs.map(([, { node }], i) => [
      `${plan.graph.names().get(node.producer)}.main`,
      Object.values(transform.inputs)[i]!,
    ]),
  );
  const rename = (local: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(local).map(([name, id]) => [name, given.get(id) ?? id]));
  const own = `${namespace}${TYPESCRIPT_ENVIRONMENT}`;
  const nameOf = (name: string): string => `${transform.uniqueName}${name.slice(prefix.length)}`;
  const made: Record<string, PTransform> = {};
  for (const [id, each] of Object.entries(built.transforms)) {
    if (!id.startsWith(prefix)) continue; // an input
    made[id] = PTransform.create({
      ...each,
      uniqueName: nameOf(each.uniqueName),
      inputs: rename(each.inputs),
      outputs: rename(each.outputs),
      environmentId: each.environmentId === '' ? '' : own,
    });
  }
  const top = made[prefix];
  delete made[prefix];
  const pcollections = Object.fromEntries(
    Object.entries(built.pcollections).filter(([id]) => !given.has(id)),
  );
  const ends = Object.entries(outputs).map(([name, { node }]) => {
    const { coder } = node;
    if (!coder.urn.startsWith('beam:')) {
      throw new BeamError(
        'E_EXPANSION',
        `The transform ${urn} hands out elements that only TypeScript can read.`,
        {
          help: 'end it with .withSchema(…): texts, numbers, bytes and rows have coders that every SDK knows',
        },
      );
    }
    return [name, `${plan.graph.names().get(node.producer)}.${node.tag}`] as const;
  });
  return {
    components: {
      transforms: { ...components.transforms, ...made },
      pcollections: { ...components.pcollections, ...pcollections },
      coders: { ...components.coders, ...built.coders },
      windowingStrategies: {
        ...components.windowingStrategies,
        ...Object.fromEntries(
          Object.entries(built.windowingStrategies).map(([id, strategy]) => [
            id,
            { ...strategy, environmentId: own },
          ]),
        ),
      },
      environments: { ...components.environments, [own]: environment },
    },
    transform: PTransform.create({
      uniqueName: transform.uniqueName,
      spec: transform.spec,
      subtransforms: top?.subtransforms ?? Object.keys(made),
      inputs: transform.inputs,
      outputs: Object.fromEntries(ends),
    }),
    requirements: plan.pipeline.requirements,
    live: { steps: plan.steps, coders: plan.coders },
  };
}

/** What is asked for, and how its configuration is read. */
function asked(spec: FunctionSpec | undefined): { urn: string; read: (offered: OfferedTransform) => object } {
  const payload = spec?.payload ?? new Uint8Array();
  const reader =
    (row: Uint8Array) =>
    ({ config }: OfferedTransform): object =>
      config === undefined || row.length === 0 ? {} : config.coder.decode(new ByteReader(row));
  if (spec?.urn === urns.expansionMethods.schemaTransform) {
    const { identifier, configurationRow } = SchemaTransformPayload.decode(payload);
    return { urn: identifier, read: reader(configurationRow) };
  }
  return { urn: spec?.urn ?? '', read: reader(ExternalConfigurationPayload.decode(payload).payload) };
}

function inputOf(graph: Graph, id: string, components: Components): PCollection<any> {
  const { coderId = '', windowingStrategyId = '', isBounded } = components.pcollections[id] ?? {};
  let coder: Collection<any>['coder'];
  try {
    coder = coderFromPlan(coderId, components.coders);
  } catch (thrown) {
    throw new BeamError('E_EXPANSION', `The input cannot be read here: ${BeamError.from(thrown).message}`, {
      help: 'give it elements of a type that every SDK knows: texts, numbers, bytes, rows, or pairs of these',
    });
  }
  const windowing = windowingFromProto(components.windowingStrategies[windowingStrategyId]);
  const step = graph.addStep({
    label: INPUT,
    operation: { kind: 'impulse' },
    inputs: {},
    outputs: { main: { coder, windowing, bounded: isBounded !== 1 } },
  });
  return new PCollection(step.outputs.get('main')!);
}

function shaped(graph: Graph, inputs: readonly (readonly [string, PCollection<any>])[]): OfferedInput {
  if (inputs.length === 0) return new Root(graph);
  return inputs.length === 1 ? inputs[0]![1] : Object.fromEntries(inputs);
}
