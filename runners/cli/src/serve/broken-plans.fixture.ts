import type { Components, Pipeline } from '@hornbeam/proto';

/** Random numbers that a test can repeat: below `n`. */
export type Draw = (n: number) => number;

/** Draws by xorshift. */
export function drawFrom(seed: number): Draw {
  let state = seed * 2_654_435_761 + 1;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

/** Breaks a plan, its own copy; a change may be one that plans bear. */
type Breakage = (plan: Components, draw: Draw, pipeline: Pipeline) => void;

const maps = ['transforms', 'pcollections', 'coders', 'windowingStrategies', 'environments'] as const;

const keyOf = (map: object, draw: Draw): string => {
  const keys = Object.keys(map);
  return keys[draw(keys.length)] ?? 'none';
};

const oneOf = <T>(map: Record<string, T>, draw: Draw): T | undefined => map[keyOf(map, draw)];

/** By name. */
export const breakages: Readonly<Record<string, Breakage>> = {
  dropsPart: (plan, draw) => {
    const map = plan[maps[draw(maps.length)]!];
    delete map[keyOf(map, draw)];
  },
  crossesInput: (plan, draw) => {
    const { inputs = {} } = oneOf(plan.transforms, draw) ?? {};
    inputs[keyOf(inputs, draw)] = keyOf(plan.pcollections, draw);
  },
  crossesOutput: (plan, draw) => {
    const { outputs = {} } = oneOf(plan.transforms, draw) ?? {};
    outputs[keyOf(outputs, draw)] = keyOf(plan.pcollections, draw);
  },
  crossesCoder: (plan, draw) => {
    const collection = oneOf(plan.pcollections, draw);
    if (collection) collection.coderId = keyOf(plan.coders, draw);
  },
  crossesWindowing: (plan, draw) => {
    const strategy = oneOf(plan.windowingStrategies, draw);
    if (strategy) strategy.windowCoderId = keyOf(plan.coders, draw);
  },
  nestsCoder: (plan, draw) => {
    oneOf(plan.coders, draw)?.componentCoderIds.push(keyOf(plan.coders, draw));
  },
  emptiesCoder: (plan, draw) => {
    const coder = oneOf(plan.coders, draw);
    if (coder) coder.componentCoderIds = [];
  },
  forgetsSpec: (plan, draw) => {
    const either = draw(2) === 0 ? oneOf(plan.transforms, draw) : oneOf(plan.coders, draw);
    if (either) either.spec = undefined;
  },
  swapsSpec: (plan, draw) => {
    const one = oneOf(plan.transforms, draw);
    const other = oneOf(plan.transforms, draw);
    if (one) one.spec = other?.spec;
  },
  cutsPayload: (plan, draw) => {
    const spec = oneOf(plan.transforms, draw)?.spec;
    if (spec) spec.payload = spec.payload.subarray(0, draw(spec.payload.length + 1));
  },
  flipsPayload: (plan, draw) => {
    const spec = oneOf(plan.transforms, draw)?.spec;
    if (!spec || spec.payload.length === 0) return;
    spec.payload = Uint8Array.from(spec.payload);
    spec.payload[draw(spec.payload.length)]! ^= 1 << draw(8);
  },
  makesCycle: (plan, draw) => {
    oneOf(plan.transforms, draw)?.subtransforms.push(keyOf(plan.transforms, draw));
  },
  doublesName: (plan, draw) => {
    const one = oneOf(plan.transforms, draw);
    if (one) one.uniqueName = oneOf(plan.transforms, draw)?.uniqueName ?? '';
  },
  movesEnvironment: (plan, draw) => {
    const transform = oneOf(plan.transforms, draw);
    if (transform) transform.environmentId = draw(2) === 0 ? '' : keyOf(plan.environments, draw);
  },
  losesEnvironmentUrn: (plan, draw) => {
    const environment = oneOf(plan.environments, draw);
    if (environment) environment.urn = draw(2) === 0 ? '' : 'beam:env:moon:v1';
  },
  bendsWindowing: (plan, draw) => {
    const strategy = oneOf(plan.windowingStrategies, draw);
    if (strategy) Object.assign(strategy, { mergeStatus: draw(6), outputTime: draw(6), trigger: undefined });
  },
  bendsBoundedness: (plan, draw) => {
    const collection = oneOf(plan.pcollections, draw);
    if (collection) collection.isBounded = draw(4) as typeof collection.isBounded;
  },
  namesPrototype: (plan, draw) => {
    const transform = oneOf(plan.transforms, draw);
    if (transform)
      transform.inputs[keyOf(transform.inputs, draw)] = ['__proto__', 'constructor', 'toString'][draw(3)]!;
  },
  mixesRoots: (_plan, draw, pipeline) => {
    const { rootTransformIds: roots } = pipeline;
    if (draw(2) === 0) roots.splice(draw(roots.length), 1);
    else roots.push(roots[draw(roots.length)]!);
  },
  reversesRoots: (_plan, _draw, pipeline) => {
    pipeline.rootTransformIds.reverse();
  },
  requires: (_plan, draw, pipeline) => {
    pipeline.requirements.push(
      ['beam:requirement:moon:v1', 'beam:requirement:pardo:stable_input:v1', ''][draw(3)]!,
    );
  },
  forgetsComponents: (_plan, _draw, pipeline) => {
    pipeline.components = undefined;
  },
};
