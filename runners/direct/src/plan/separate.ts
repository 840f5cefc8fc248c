import { type Components, ParDoPayload, type PCollection, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { sideInputsOf } from '@hornbeam/sdk/translate';
import { inputOf, isStreamed } from './streamed.js';

const runnerUrns: ReadonlySet<string> = new Set([
  urns.transforms.impulse,
  urns.transforms.groupByKey,
  urns.transforms.reshuffle,
  urns.transforms.testStream,
  // As long as nobody has taken it apart: enough to look at the plan.
  urns.hornbeam.external,
]);

/** Whether the runner executes a transform itself, between stages. */
export const isRunnerTransform = (transform: PTransform): boolean =>
  runnerUrns.has(transform.spec?.urn ?? '');

/**
 * Third rewrite: every edge between stages begins and ends at a stage. Where something that the runner executes
 * is read by another such thing, or as a side input, an identity (a flatten of one) goes between. So does one
 * behind a streamed grouping with several readers, since its panes are made by the one stage that reads it.
 */
export function separate(components: Components, streaming: boolean): Components {
  const transforms: Record<string, PTransform> = {};
  const pcollections: Record<string, PCollection> = { ...components.pcollections };
  const byRunner = new Set<string>();
  for (const transform of Object.values(components.transforms)) {
    if (!isRunnerTransform(transform)) continue;
    for (const collection of Object.values(transform.outputs)) byRunner.add(collection);
  }
  const readers = new Map<string, number>();
  for (const { inputs } of Object.values(components.transforms)) {
    for (const collection of Object.values(inputs)) {
      readers.set(collection, (readers.get(collection) ?? 0) + 1);
    }
  }
  const paned = new Set<string>();
  for (const transform of Object.values(components.transforms)) {
    if (transform.spec?.urn !== urns.transforms.groupByKey) continue;
    if (!isPaned(transform, components, streaming)) continue;
    const main = mainOutputOf(transform);
    if (readers.get(main) !== 1 || hasHead(main, components)) paned.add(main);
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
        return [local, apart || paned.has(collection) ? copyOf(collection) : collection];
      }),
    );
    transforms[id] = PTransform.create({ ...transform, inputs });
  }
  // A grouping whose late elements alone are read needs somebody to make its panes all the same.
  for (const collection of paned) if (!readers.has(collection)) copyOf(collection);
  return { ...components, transforms, pcollections };
}

/** Whether a grouping is made pane by pane: streamed, or with an output of late elements. */
export const isPaned = (grouping: PTransform, components: Components, streaming: boolean): boolean =>
  grouping.outputs.late !== undefined || isStreamed(inputOf(grouping), components, streaming);

/** The output of a grouping that its groups go to. */
export const mainOutputOf = ({ outputs }: PTransform): string =>
  outputs.main ?? Object.entries(outputs).find(([tag]) => tag !== 'late')?.[1] ?? '';

/** Whether a reader of the collection has a head of its own: a stage has one, and the grouping is another. */
const hasHead = (collection: string, { transforms }: Components): boolean =>
  Object.values(transforms).some(({ inputs, spec }) => {
    if (!Object.values(inputs).includes(collection)) return false;
    if (spec?.urn === urns.transforms.processSizedElementsAndRestrictions) return true;
    if (spec?.urn !== urns.transforms.parDo) return false;
    const { stateSpecs, timerFamilySpecs } = ParDoPayload.decode(spec.payload);
    return Object.keys(stateSpecs).length + Object.keys(timerFamilySpecs).length > 0;
  });
