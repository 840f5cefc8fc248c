import { type Components, type PCollection, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { WireCoders } from './wire-coders.js';

/**
 * Rewrite of plans with steps in other processes: what is flattened is written by one coder. An input with another one
 * than the output is written anew by the worker that makes it, which a flatten of one tells it to.
 */
export function flattenCoders(components: Components, remote: ReadonlySet<string>): Components {
  const wireCoders = new WireCoders(components);
  const transforms: Record<string, PTransform> = {};
  const pcollections: Record<string, PCollection> = { ...components.pcollections };
  const environments = new Map<string, string>();
  for (const { outputs, environmentId } of Object.values(components.transforms)) {
    for (const collection of Object.values(outputs)) environments.set(collection, environmentId);
  }
  for (const [id, transform] of Object.entries(components.transforms)) {
    transforms[id] = transform;
    const [output] = Object.values(transform.outputs);
    if (transform.spec?.urn !== urns.transforms.flatten || output === undefined) continue;
    const { coderId } = components.pcollections[output]!;
    const inputs = Object.entries(transform.inputs).map(([local, collection]) => {
      const environmentId = environments.get(collection) ?? '';
      const input = components.pcollections[collection]!;
      if (!remote.has(environmentId) || wireCoders.areSame(input.coderId, coderId))
        return [local, collection];
      const rewritten = `${id}/${local}/rewritten`;
      pcollections[rewritten] = { ...input, uniqueName: rewritten, coderId };
      transforms[rewritten] = PTransform.create({
        uniqueName: `${transform.uniqueName}/${local}/rewritten`,
        spec: { urn: urns.transforms.flatten, payload: new Uint8Array() },
        inputs: { input: collection },
        outputs: { main: rewritten },
        environmentId,
      });
      return [local, rewritten];
    });
    transforms[id] = PTransform.create({ ...transform, inputs: Object.fromEntries(inputs) });
  }
  return { ...components, transforms, pcollections };
}
