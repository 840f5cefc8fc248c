import {
  type Components,
  type FunctionSpec,
  ParDoPayload,
  PTransform,
  WindowIntoPayload,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { type EpochSink, GLOBAL_WINDOWING } from '@hornbeam/sdk/construction';
import { referencedStep, type StepTable, windowingProto } from '@hornbeam/sdk/translate';

/** What {@link stableSinks} makes of a plan. */
export interface StableSinks {
  readonly components: Components;
  /** What a runner must be able to do besides. */
  readonly requirements: readonly string[];
}

const { coders: coderUrns, hornbeam, requirements, transforms: transformUrns, userState } = urns;

/** The sinks of a plan that can write each row once, by transform. */
export function onceOnlySinks({ transforms }: Components, steps: StepTable): Map<string, EpochSink<any>> {
  const sinks = new Map<string, EpochSink<any>>();
  for (const [id, { spec }] of Object.entries(transforms)) {
    if (spec?.urn !== transformUrns.parDo) continue;
    const { doFn } = ParDoPayload.decode(spec.payload);
    if (doFn?.urn !== hornbeam.doFn) continue;
    const { operation } = referencedStep(doFn, steps);
    if (operation.kind !== 'parDo' || operation.callback.shape !== 'sink') continue;
    const { sink } = operation.callback;
    if (sink.guarantee !== 'at-least-once') sinks.set(id, sink);
  }
  return sinks;
}

const WRITE = 'write';

/** What the part that writes is called of the sink that a transform is. */
export const writingStep = ({ uniqueName }: PTransform): string => `${uniqueName}/${WRITE}`;

/**
 * Sinks in parts, for a runner that gives stable input but knows nothing of epochs: rows are shared out between writers,
 * numbered, held back by the runner until a checkpoint has them, and written in one go with the number of the last. After
 * a failure the same rows come with the same numbers, and the target says which it has.
 *
 * The part that writes declares state which it does not use: Beam's runner for Flink holds the input of a step with state
 * back by key, so that the rows of a writer stay in order and together when a job is resumed with another parallelism. It
 * must not ask for that state, since the runner keeps its backend locked until the bundle has ended.
 */
export function stableSinks(components: Components, steps: StepTable, environmentId: string): StableSinks {
  const sinks = onceOnlySinks(components, steps);
  if (sinks.size === 0) return { components, requirements: [] };
  const transforms = { ...components.transforms };
  const pcollections = { ...components.pcollections };
  const windowingStrategies = { ...components.windowingStrategies };
  const coders = { ...components.coders };
  const coder = (id: string, urn: string, ...componentCoderIds: string[]): string => {
    coders[id] = { spec: { urn, payload: new Uint8Array() }, componentCoderIds };
    return id;
  };
  const number = coder('numbers of sinks', coderUrns.varint);
  const run = coder('runs of sinks', coderUrns.stringUtf8);
  const place = coder('places of sinks', coderUrns.kv, run, number);
  const bytes = coder('state of sinks', coderUrns.bytes);
  const global = coder('window of sinks', coderUrns.globalWindow);
  const windowing = windowingProto(GLOBAL_WINDOWING, {
    windowCoderId: global,
    environmentId,
    nameOf: () => '',
  });
  const assigned = WindowIntoPayload.encode({ windowFn: windowing.windowFn }).finish();
  windowingStrategies[GLOBAL] = windowing;

  for (const id of sinks.keys()) {
    const transform = components.transforms[id]!;
    const payload = ParDoPayload.decode(transform.spec!.payload);
    const [input] = Object.values(transform.inputs);
    const rows = components.pcollections[input!]!;
    const shards = coder(`${id}/shards`, coderUrns.kv, number, rows.coderId);
    const numbered = coder(`${id}/numbered`, coderUrns.kv, place, rows.coderId);
    const placed = coder(`${id}/placed`, coderUrns.kv, number, numbered);
    const bag = { [STATE]: { bagSpec: { elementCoderId: bytes }, protocol: functionOf(userState.bag) } };
    const parts: string[] = [];
    let from = input!;
    const add = (name: string, spec: FunctionSpec, coderId?: string): void => {
      const part = `${id}/${name}`;
      const to = `${part}.main`;
      parts.push(part);
      if (coderId !== undefined) {
        pcollections[to] = { ...rows, uniqueName: to, coderId, windowingStrategyId: GLOBAL };
      }
      transforms[part] = PTransform.create({
        uniqueName: `${transform.uniqueName}/${name}`,
        spec,
        inputs: { input: from },
        outputs: coderId === undefined ? {} : { main: to },
        environmentId: transform.environmentId || environmentId,
        annotations: transform.annotations,
      });
      from = to;
    };
    const parDo = (urn: string, more: Partial<ParDoPayload> = {}): FunctionSpec => {
      const doFn = { urn, payload: payload.doFn!.payload };
      return functionOf(transformUrns.parDo, ParDoPayload.encode({ ...payload, doFn, ...more }).finish());
    };
    add('global', functionOf(transformUrns.assignWindows, assigned), rows.coderId);
    add('shard', parDo(hornbeam.shardRows), shards);
    add('number', parDo(hornbeam.numberRows, { stateSpecs: { position: bag[STATE]! } }), placed);
    add(WRITE, parDo(hornbeam.writeStableRows, { stateSpecs: bag, requiresStableInput: true }));
    transforms[id] = PTransform.create({
      uniqueName: transform.uniqueName,
      inputs: transform.inputs,
      annotations: transform.annotations,
      subtransforms: parts,
    });
  }
  return {
    components: { ...components, transforms, pcollections, windowingStrategies, coders },
    requirements: [requirements.statefulProcessing, requirements.stableInput],
  };
}

const GLOBAL = 'windows of sinks';
const STATE = 'unused';

const functionOf = (urn: string, payload: Uint8Array = new Uint8Array()): FunctionSpec => ({ urn, payload });
