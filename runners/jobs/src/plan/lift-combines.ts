import { CombinePayload, type Components, MergeStatus, PTransform, type Trigger } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';

const { transforms: t, coders: c } = urns;

/**
 * Combines in parts, for runners that do not take them apart themselves: values become accumulators, these are grouped,
 * merged, and the results taken out. Where windows do not merge and the trigger does not count elements, each bundle
 * combines what it has of a key before the grouping; else every value becomes an accumulator of its own, so that the
 * grouping still sees each element.
 */
export function liftCombines(components: Components): Components {
  const transforms = { ...components.transforms };
  const pcollections = { ...components.pcollections };
  const coders = { ...components.coders };
  const coder = (urn: string, componentCoderIds: string[]): string => {
    const id = `${urn.split(':').at(-2)}(${componentCoderIds.join(',')})`;
    coders[id] = { spec: { urn, payload: new Uint8Array() }, componentCoderIds };
    return id;
  };
  for (const [id, transform] of Object.entries(components.transforms)) {
    if (transform.spec?.urn !== t.combinePerKey) continue;
    const [inputId] = Object.values(transform.inputs);
    const outputId = transform.outputs.main ?? Object.values(transform.outputs)[0];
    const input = components.pcollections[inputId ?? ''];
    const keyCoder = components.coders[input?.coderId ?? '']?.componentCoderIds[0];
    if (inputId === undefined || outputId === undefined || input === undefined || keyCoder === undefined) {
      throw new BeamError('E_BAD_PLAN', 'A combine needs one keyed input and one output.', {
        step: transform.uniqueName,
      });
    }
    const { accumulatorCoderId } = CombinePayload.decode(transform.spec.payload);
    const windowing = components.windowingStrategies[input.windowingStrategyId];
    const isEarly = windowing?.mergeStatus === MergeStatus.NON_MERGING && combinesEarly(windowing.trigger);
    const partial = coder(c.kv, [keyCoder, accumulatorCoderId]);
    const grouped = coder(c.kv, [keyCoder, coder(c.iterable, [accumulatorCoderId])]);
    for (const part of transform.subtransforms) {
      for (const output of Object.values(transforms[part]?.outputs ?? {})) {
        if (output !== outputId) delete pcollections[output];
      }
      delete transforms[part];
    }
    const subtransforms: string[] = [];
    let from = inputId;
    const part = (name: string, urn: string, coderId: string | undefined): void => {
      const to = coderId === undefined ? outputId : `${id}/${name}.main`;
      if (coderId !== undefined) pcollections[to] = { ...input, uniqueName: to, coderId };
      const isWorkers = urn !== t.groupByKey;
      subtransforms.push(`${id}/${name}`);
      transforms[`${id}/${name}`] = PTransform.create({
        uniqueName: `${transform.uniqueName}/${name}`,
        spec: { urn, payload: isWorkers ? transform.spec!.payload : new Uint8Array() },
        inputs: { input: from },
        outputs: { main: to },
        environmentId: isWorkers ? transform.environmentId : '',
        annotations: transform.annotations,
      });
      from = to;
    };
    part('precombine', isEarly ? t.combinePerKeyPrecombine : t.combinePerKeyConvertToAccumulators, partial);
    part('group', t.groupByKey, grouped);
    part('merge', t.combinePerKeyMergeAccumulators, partial);
    part('extract', t.combinePerKeyExtractOutputs, undefined);
    transforms[id] = PTransform.create({ ...transform, subtransforms, spec: undefined, environmentId: '' });
  }
  return { ...components, transforms, pcollections, coders };
}

/** Whether a trigger does the same when it sees one accumulator in place of several elements. */
function combinesEarly(trigger: Trigger | undefined): boolean {
  if (trigger === undefined) return true;
  const { default: byDefault, always, never, afterProcessingTime, afterEndOfWindow, repeat } = trigger;
  if (byDefault || always || never || afterProcessingTime) return true;
  if (repeat !== undefined) return combinesEarly(repeat.subtrigger);
  if (afterEndOfWindow === undefined) return false;
  const { earlyFirings, lateFirings } = afterEndOfWindow;
  return (
    (earlyFirings === undefined || combinesEarly(earlyFirings)) &&
    (lateFirings === undefined || combinesEarly(lateFirings))
  );
}
