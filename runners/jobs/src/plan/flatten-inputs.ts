import { type Components, ParDoPayload, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';

/**
 * Puts a step that passes elements on before an input of a flatten
 *
 * - that another transform reads too, or that comes twice: runners that know an input by its PCollection alone mix these
 *   up;
 * - that has another coder than the output: its bytes are handed on as they are;
 * - that the runner makes itself, by a grouping or a reshuffle: Beam's fusion puts one flatten half into the stages
 *   before it and half behind them, and then misses what it has fused away.
 */
export function separateFlattenInputs(components: Components, environmentId: string): Components {
  const transforms = { ...components.transforms };
  const pcollections = { ...components.pcollections };
  const readers = new Map<string, number>();
  for (const { inputs, subtransforms } of Object.values(components.transforms)) {
    if (subtransforms.length > 0) continue;
    for (const input of Object.values(inputs)) readers.set(input, (readers.get(input) ?? 0) + 1);
  }
  const runners = madeByRunner(components);
  for (const [id, transform] of Object.entries(components.transforms)) {
    if (transform.spec?.urn !== urns.transforms.flatten || transform.subtransforms.length > 0) continue;
    const [output] = Object.values(transform.outputs);
    const target = components.pcollections[output ?? ''];
    if (target === undefined) continue;
    const inputs: Record<string, string> = {};
    const parts: string[] = [];
    for (const [tag, input] of Object.entries(transform.inputs)) {
      const source = components.pcollections[input]!;
      if (source.coderId === target.coderId && (readers.get(input) ?? 0) < 2 && !runners.has(input)) {
        inputs[tag] = input;
        continue;
      }
      const name = `${id}/pass ${tag}`;
      const passed = `${name}.main`;
      pcollections[passed] = { ...source, uniqueName: passed, coderId: target.coderId };
      transforms[name] = PTransform.create({
        uniqueName: `${transform.uniqueName}/pass ${tag}`,
        spec: {
          urn: urns.transforms.parDo,
          payload: ParDoPayload.encode({ doFn: { urn: urns.hornbeam.identity } }).finish(),
        },
        inputs: { input },
        outputs: { main: passed },
        environmentId,
        annotations: transform.annotations,
      });
      parts.push(name);
      inputs[tag] = passed;
    }
    if (parts.length === 0) continue;
    const whole = `${id}/flatten`;
    transforms[whole] = PTransform.create({
      ...transform,
      uniqueName: `${transform.uniqueName}/flatten`,
      inputs,
    });
    transforms[id] = PTransform.create({
      uniqueName: transform.uniqueName,
      inputs: transform.inputs,
      outputs: transform.outputs,
      annotations: transform.annotations,
      subtransforms: [...parts, whole],
    });
  }
  return { ...components, transforms, pcollections };
}

/** What transforms make that the runner executes between stages. */
function madeByRunner({ transforms }: Components): ReadonlySet<string> {
  const { impulse, groupByKey, reshuffle, testStream } = urns.transforms;
  const runners: ReadonlySet<string> = new Set([impulse, groupByKey, reshuffle, testStream]);
  const made = Object.values(transforms).filter(({ spec }) => runners.has(spec?.urn ?? ''));
  return new Set(made.flatMap(({ outputs }) => Object.values(outputs)));
}
