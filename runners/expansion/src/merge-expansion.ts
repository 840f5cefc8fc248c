import {
  AnyOfEnvironmentPayload,
  type Components,
  type Environment,
  ExternalPayload,
  PTransform,
} from '@hornbeam/proto';
import type { ExpansionResponse } from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';

const { environments: kinds } = urns;

/**
 * A plan with what an expansion service made of one transform in its place. What was read from the placeholder's outputs
 * is read from those of the expansion.
 * @param host of the service: what it says of itself may be an address that only it can use
 * @throws BeamError `E_EXPANSION` when the answer lacks something
 */
export function mergeExpansion(
  components: Components,
  id: string,
  { components: given, transform }: ExpansionResponse,
  host: string,
): Components {
  const placeholder = components.transforms[id]!;
  if (given === undefined || transform === undefined) {
    throw new BeamError('E_EXPANSION', 'The expansion service answers without a transform.', {
      step: placeholder.uniqueName,
    });
  }
  const renamed = new Map<string, string>();
  const outputs = Object.entries(transform.outputs);
  for (const [tag, collection] of Object.entries(placeholder.outputs)) {
    // An only output may have any name.
    const found = transform.outputs[tag] ?? (outputs.length === 1 ? outputs[0]![1] : undefined);
    if (found === undefined) {
      throw new BeamError(
        'E_EXPANSION',
        `The transform has the outputs ${outputs.map(([name]) => `"${name}"`).join(', ')}, and none "${tag}".`,
        {
          step: placeholder.uniqueName,
          help: 'external(…) takes transforms with one output: wrap this one, in its own SDK, so that it hands out one',
        },
      );
    }
    renamed.set(collection, found);
  }
  const rename = (local: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(local).map(([name, each]) => [name, renamed.get(each) ?? each]));
  const transforms: Record<string, PTransform> = {};
  for (const [name, each] of Object.entries(components.transforms)) {
    transforms[name] = PTransform.create({
      ...each,
      inputs: rename(each.inputs),
      outputs: rename(each.outputs),
    });
  }
  // What makes the inputs for the service stays behind.
  for (const [name, each] of Object.entries(given.transforms)) {
    if (!name.startsWith(INPUT)) transforms[name] ??= each;
  }
  transforms[id] = PTransform.create({
    ...transform,
    uniqueName: placeholder.uniqueName,
    inputs: placeholder.inputs,
    annotations: { ...transform.annotations, ...placeholder.annotations },
  });
  const pcollections = { ...given.pcollections, ...components.pcollections };
  for (const gone of renamed.keys()) delete pcollections[gone];
  const environments = Object.fromEntries(
    Object.entries(given.environments).map(([name, environment]) => [name, reachable(environment, host)]),
  );
  return {
    transforms,
    pcollections,
    windowingStrategies: { ...given.windowingStrategies, ...components.windowingStrategies },
    coders: { ...given.coders, ...components.coders },
    environments: { ...environments, ...components.environments },
  };
}

/** Begins the ids of what stands for the inputs in a request. */
export const INPUT = 'hornbeam-input-';

/**
 * Of an environment that may be several the one whose worker is in the service itself: no container is needed. Its files
 * are there already.
 */
function reachable(environment: Environment, host: string): Environment {
  if (environment.urn === kinds.anyOf) {
    const { environments } = AnyOfEnvironmentPayload.decode(environment.payload);
    const own = environments.find(({ urn }) => urn === kinds.external);
    if (own === undefined) return environment;
    return reachable(
      { ...own, capabilities: own.capabilities.length > 0 ? own.capabilities : environment.capabilities },
      host,
    );
  }
  if (environment.urn !== kinds.external) return environment;
  const { endpoint, params } = ExternalPayload.decode(environment.payload);
  const url = (endpoint?.url ?? '').replace(/^(0\.0\.0\.0|\[?::\]?|localhost)(?=:\d+$)/, host);
  return {
    ...environment,
    payload: ExternalPayload.encode({ endpoint: { url }, params }).finish(),
    dependencies: [],
  };
}
