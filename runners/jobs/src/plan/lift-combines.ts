import { CombinePayload, type Components, MergeStatus, PTransform, type Trigger } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';

const { transforms: t, coders: c } = urns;

/**
 * Combines in parts, for runners that do not take them apart themselves: values become accumulators, these are grouped
 * and merged, and the results taken out. Before the grouping each bundle combines what it has of a key; where that would
 * show, because windows merge or the trigger goes by elements, every value becomes an accumulator of its own.
 *
 * The two parts that the plan has, a grouping and a combine of each group, are no way out: Beam's fusion has no place for
 * the second (`beam:transform:combine_grouped_values:v1`) and loses what it makes.
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
    const output = components.pcollections[outputId ?? ''];
    if (inputId === undefined || outputId === undefined || !input || !output || keyCoder === undefined) {
      throw new BeamError('E_BAD_PLAN', 'A combine needs one keyed input and one output.', {
        step: transform.uniqueName,
      });
    }
    const { accumulatorCoderId } = CombinePayload.decode(transform.spec.payload);
    const windowing = components.windowingStrategies[input.windowingStrategyId];
    const isEarly = windowing?.mergeStatus !== MergeStatus.NEEDS_MERGE && combinesEarly(windowing?.trigger);
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
      const like = name === 'precombine' ? input : output;
      if (coderId !== undefined) pcollections[to] = { ...like, uniqueName: to, coderId };
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
    transforms[id] = PTransform.create({ ...transform, subtransforms });
  }
  return { ...components, transforms, pcollections, coders };
}

/**
 * Whether a trigger fires at the same moments when it sees one accumulator in place of several elements: not one that
 * counts them, or that fires at each.
 */
function combinesEarly(trigger: Trigger | undefined): boolean {
  if (trigger === undefined) return true;
  const { always, elementCount, repeat, orFinally, afterEndOfWindow, afterAll, afterAny, afterEach } =
    trigger;
  if (always !== undefined || elementCount !== undefined) return false;
  return [
    repeat?.subtrigger,
    orFinally?.main,
    orFinally?.finally,
    afterEndOfWindow?.earlyFirings,
    afterEndOfWindow?.lateFirings,
    ...[afterAll, afterAny, afterEach].flatMap((several) => several?.subtriggers ?? []),
  ].every(combinesEarly);
}
