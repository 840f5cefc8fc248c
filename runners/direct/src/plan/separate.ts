import { type Components, type PCollection, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { sideInputsOf } from '@hornbeam/sdk/translate';

const runnerUrns: ReadonlySet<string> = new Set([
  urns.transforms.impulse,
  urns.transforms.groupByKey,
  urns.transforms.reshuffle,
]);

/** Whether the runner executes a transform itself, between stages. */
export const isRunnerTransform = (transform: PTransform): boolean =>
  runnerUrns.has(transform.spec?.urn ?? '');

/**
 * Third rewrite: every edge between stages begins and ends at a stage. Where something that the runner executes
 * is read by another such thing, or as a side input, an identity (a flatten of one) goes between.
 */
export function separate(components: Components): Components {
  const transforms: Record<string, PTransform> = {};
  const pcollections: Record<string, PCollection> = { ...components.pcollections };
  const byRunner = new Set<string>();
  for (const transform of Object.values(components.transforms)) {
    if (!isRunnerTransform(transform)) continue;
    for (const collection of Object.values(transform.outputs)) byRunner.add(collection);
  }
  const copies = new Map<string, string>();
  const copyOf = (collection: string): string => {
    const known = copies.get(collection);
    if (known !== undefined) return known;
    const id = `${collection}/pass`;
    pcollections[id] = { ...pcollections[collection]!, uniqueName: id };
    transforms[id] = PTransform.create({
      uniqueName: id,
      spec: { urn: urns.transforms.flatten, payload: new Uint8Array() },
      inputs: { input: collection },
      outputs: { main: id },
    });
    copies.set(collection, id);
    return id;
  };
  for (const [id, transform] of Object.entries(components.transforms)) {
    const sides = new Set(sideInputsOf(transform).map(([local]) => local));
    const isFlatten = transform.spec?.urn === urns.transforms.flatten;
    const inputs = Object.fromEntries(
      Object.entries(transform.inputs).map(([local, collection]) => {
        const apart =
          byRunner.has(collection) && (isRunnerTransform(transform) || isFlatten || sides.has(local));
        return [local, apart ? copyOf(collection) : collection];
      }),
    );
    transforms[id] = PTransform.create({ ...transform, inputs });
  }
  return { ...components, transforms, pcollections };
}
