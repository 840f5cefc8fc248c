import {
  CombinePayload,
  type Components,
  FunctionSpec,
  ParDoPayload,
  Pipeline,
  PTransform,
  type StateSpec,
  TimeDomain,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { expect, test } from 'vitest';
import { buildGraph, pipeline } from '../api/index.js';
import { BeamError } from '../model/errors.js';
import { count } from '../transforms/combiners/index.js';
import { fixed } from '../transforms/index.js';
import { toPlan } from './to-proto.js';
import { validatePlan } from './validate-plan.js';

/** A plan with every kind of transform, as a runner would receive it. */
async function validPlan(): Promise<Pipeline> {
  const graph = await buildGraph(
    pipeline((p) => {
      const words = p.create(['a', 'b']).named('Words');
      const pairs = words.keyBy((word) => word).named('Pairs');
      const table = pairs.asMap();
      pairs.windowInto(fixed('1m')).named('Minutes').groupByKey().named('Group');
      pairs.combinePerKey(count).named('Count');
      words.flattenWith(p.create(['c']).named('More')).named('All');
      words.map((word, { found }) => found.get(word), { found: table }).named('Look up');
      words.apply('Trim', (pc) => pc.map((word) => word.trim()).named('Text'));
    }),
  );
  return Pipeline.decode(Pipeline.encode(toPlan(graph).pipeline).finish());
}

/** The payload of a transform, changed. */
function changePayload<T extends object>(
  transform: PTransform,
  type: { decode(bytes: Uint8Array): T; encode(message: T): { finish(): Uint8Array } },
  change: Partial<T>,
): void {
  transform.spec!.payload = type.encode({ ...type.decode(transform.spec!.payload), ...change }).finish();
}

type Breaking = (transforms: Components['transforms'], components: Components, pipeline: Pipeline) => unknown;

/** State as a plan describes it. */
const cell: StateSpec = {
  bagSpec: { elementCoderId: 'generic' },
  protocol: FunctionSpec.create({ urn: urns.userState.bag }),
};

const collection =
  (id: string) =>
  (_: unknown, { pcollections }: Components) =>
    pcollections[id]!;

/** Coders of which each is a part of another, listed inwards or outwards. */
function nest({ coders }: Components, direction: 1 | -1): void {
  for (let n = 1; n <= 50_000; n += 1) {
    const isInnermost = direction === 1 ? n === 1 : n === 50_000;
    coders[`deep${n}`] = {
      spec: FunctionSpec.create({ urn: 'beam:coder:iterable:v1' }),
      componentCoderIds: [isInnermost ? 'generic' : `deep${n - direction}`],
    };
  }
}

const broken: [fault: string, message: RegExp, step: string | undefined, breaking: Breaking][] = [
  ['no components', /no components/, undefined, (_t, _c, plan) => delete plan.components],
  ['an unknown requirement', /"urn:x"/, undefined, (_t, _c, plan) => plan.requirements.push('urn:x')],
  [
    'an unknown root',
    /"nowhere" as a root/,
    undefined,
    (_t, _c, plan) => plan.rootTransformIds.push('nowhere'),
  ],
  ['an unknown part', /"nowhere" as a part/, 'Trim', (t) => t.Trim!.subtransforms.push('nowhere')],
  [
    'a root that is a part',
    /in two places/,
    'Trim/Text',
    (_t, _c, plan) => plan.rootTransformIds.push('Trim/Text'),
  ],
  ['a composite in itself', /contains itself/, 'Trim', (t) => t.Trim!.subtransforms.push('Trim')],
  [
    'composites nested without measure',
    /deeper than 1000/,
    'deep1000',
    (t, _c, plan) => {
      for (let n = 0; n < 50_000; n += 1) {
        t[`deep${n}`] = PTransform.create({ uniqueName: `deep${n}`, subtransforms: [`deep${n + 1}`] });
      }
      plan.rootTransformIds.push('deep0');
    },
  ],
  [
    'two transforms with one name',
    /same name/,
    'Pairs',
    (t) => {
      t.All!.uniqueName = 'Pairs';
    },
  ],
  [
    'two transforms with one name, one of them nowhere',
    /same name/,
    'Pairs',
    (t) => {
      t.lost = PTransform.create({ uniqueName: 'Pairs' });
    },
  ],
  [
    'a PCollection without a name',
    /no name/,
    undefined,
    (t, c) => {
      collection('Pairs.main')(t, c).uniqueName = '';
    },
  ],
  [
    'two PCollections with one name',
    /"Pairs.main" and .* have the same name|have the same name "Pairs.main"/,
    undefined,
    (t, c) => {
      collection('All.main')(t, c).uniqueName = 'Pairs.main';
    },
  ],
  [
    'an unknown coder',
    /unknown coder "x"/,
    undefined,
    (t, c) => {
      collection('All.main')(t, c).coderId = 'x';
    },
  ],
  [
    'an unknown windowing strategy',
    /unknown windowing strategy "x"/,
    undefined,
    (t, c) => {
      collection('All.main')(t, c).windowingStrategyId = 'x';
    },
  ],
  [
    'a PCollection neither bounded nor unbounded',
    /whether it is bounded/,
    undefined,
    (t, c) => {
      collection('All.main')(t, c).isBounded = 0;
    },
  ],
  [
    'a coder with an unknown part',
    /unknown part "x"/,
    undefined,
    (_t, c) => c.coders.kv!.componentCoderIds.push('x'),
  ],
  [
    'a coder inside itself',
    /part of itself/,
    undefined,
    (_t, c) => c.coders.generic!.componentCoderIds.push('generic'),
  ],
  ['coders nested without measure, the innermost first', /deeper than 250/, undefined, (_t, c) => nest(c, 1)],
  [
    'coders nested without measure, the outermost first',
    /deeper than 250/,
    undefined,
    (_t, c) => nest(c, -1),
  ],
  [
    'a pair of one part',
    /has 1 part\(s\), but beam:coder:kv:v1 has 2/,
    undefined,
    (_t, c) =>
      Object.values(c.coders)
        .find(({ spec }) => spec?.urn === 'beam:coder:kv:v1')!
        .componentCoderIds.pop(),
  ],
  [
    'a coder without a URN',
    /"generic" has no URN/,
    undefined,
    (_t, c) => {
      c.coders.generic!.spec = undefined;
    },
  ],
  [
    'a windowing strategy with open enums',
    /its merge status, accumulation mode, output time, closing behavior, on-time behavior, trigger, window function/,
    undefined,
    (_t, c) => {
      c.windowingStrategies.global = {
        windowCoderId: 'global_window',
        mergeStatus: 0,
        accumulationMode: 0,
        outputTime: 0,
        closingBehavior: 0,
        onTimeBehavior: 0,
        allowedLateness: 0n,
        assignsToOneWindow: true,
        environmentId: '',
      };
    },
  ],
  [
    'a windowing strategy with an unknown window coder',
    /strategy "fixed" has the unknown coder "x"/,
    undefined,
    (_t, c) => {
      c.windowingStrategies.fixed!.windowCoderId = 'x';
    },
  ],
  [
    'a windowing strategy with an unknown environment',
    /unknown environment "x"/,
    undefined,
    (_t, c) => {
      c.windowingStrategies.fixed!.environmentId = 'x';
    },
  ],
  [
    'a negative lateness',
    /below 0/,
    undefined,
    (_t, c) => {
      c.windowingStrategies.fixed!.allowedLateness = -1n;
    },
  ],
  [
    'an unknown input',
    /"x", which no step before it makes/,
    'All',
    (t) => {
      t.All!.inputs['9'] = 'x';
    },
  ],
  [
    'an unknown output',
    /"more" of the step is the unknown PCollection "x"/,
    'Look up',
    (t) => {
      t['Look up']!.outputs.more = 'x';
    },
  ],
  [
    'a reader before its producer',
    /no step before it makes/,
    undefined,
    (_t, _c, plan) => plan.rootTransformIds.reverse(),
  ],
  [
    'a PCollection made twice',
    /"Pairs" and "Look up" both make "Pairs.main"/,
    'Look up',
    (t) => {
      t['Look up']!.outputs.more = 'Pairs.main';
    },
  ],
  [
    'a composite that gives out what it does not make',
    /none of its parts makes/,
    'Trim',
    (t) => {
      t.Trim!.outputs.more = 'Pairs.main';
    },
  ],
  [
    'a composite that takes what nobody makes',
    /no step makes/,
    'Trim',
    (t) => {
      t.Trim!.inputs.more = 'x';
    },
  ],
  [
    'a leaf without a URN',
    /no URN and no parts/,
    'Look up',
    (t) => {
      t['Look up']!.spec = undefined;
    },
  ],
  [
    'an unknown environment',
    /unknown environment "x"/,
    'Look up',
    (t) => {
      t['Look up']!.environmentId = 'x';
    },
  ],
  [
    'user code without an environment',
    /names no environment/,
    'Pairs',
    (t) => {
      t.Pairs!.environmentId = '';
    },
  ],
  [
    'a grouping in an environment',
    /the runner’s/,
    'Group',
    (t) => {
      t.Group!.environmentId = 'typescript';
    },
  ],
  [
    'an impulse in an environment',
    /the runner’s/,
    'Words/impulse',
    (t) => {
      t['Words/impulse']!.environmentId = 'typescript';
    },
  ],
  [
    'a grouping of two inputs',
    /2 input\(s\)/,
    'Group',
    (t) => {
      t.Group!.inputs.more = 'Pairs.main';
    },
  ],
  [
    'a grouping without keys',
    /needs keys, but the coder of its input is hornbeam:coder:generic:v1/,
    'Group',
    (t, c) => {
      collection('Minutes.main')(t, c).coderId = 'generic';
    },
  ],
  [
    'a grouping whose values are no iterable',
    /no pair of key and iterable/,
    'Group',
    (t, c) => {
      collection('Group.main')(t, c).coderId = collection('Pairs.main')(t, c).coderId;
    },
  ],
  [
    'a combine without keys',
    /needs keys/,
    'Count',
    (t) => {
      t.Count!.inputs.input = 'All.main';
    },
  ],
  [
    'a combine with an unknown accumulator coder',
    /unknown accumulator coder "x"/,
    'Count',
    (t) => changePayload(t.Count!, CombinePayload, { accumulatorCoderId: 'x' }),
  ],
  [
    'a combine without a function',
    /no combine function/,
    'Count/combine',
    (t) => changePayload(t['Count/combine']!, CombinePayload, { combineFn: undefined }),
  ],
  [
    'a global combine without a payload',
    /unknown accumulator coder ""/,
    'Trim',
    (t) => {
      t.Trim!.spec = { urn: urns.transforms.combineGlobally, payload: new Uint8Array() };
    },
  ],
  [
    'windows without a function',
    /no window function/,
    'Minutes',
    (t) => {
      t.Minutes!.spec!.payload = new Uint8Array();
    },
  ],
  [
    'a ParDo without a DoFn',
    /names no DoFn/,
    'Pairs',
    (t) => {
      t.Pairs!.spec!.payload = new Uint8Array();
    },
  ],
  [
    'a payload that is no message',
    /payload of the step does not fit/,
    'Pairs',
    (t) => {
      t.Pairs!.spec!.payload = Uint8Array.of(0xff);
    },
  ],
  [
    'a side input that is no input',
    /"found" is not among the inputs/,
    'Look up',
    (t) => {
      delete t['Look up']!.inputs.found;
    },
  ],
  [
    'a ParDo with two main inputs',
    /2 main inputs/,
    'Pairs',
    (t) => {
      t.Pairs!.inputs.more = 'Words/values.main';
    },
  ],
  [
    'a map of elements that are no pairs',
    /"found" is a map/,
    'Look up',
    (t) => {
      t['Look up']!.inputs.found = 'Words/values.main';
    },
  ],
  [
    'a side input read in an unknown way',
    /unknown way, "urn:x"/,
    'Look up',
    (t) => {
      const { sideInputs } = ParDoPayload.decode(t['Look up']!.spec!.payload);
      sideInputs.found!.accessPattern!.urn = 'urn:x';
      changePayload(t['Look up']!, ParDoPayload, { sideInputs });
    },
  ],
  [
    'a stateful step that the plan does not announce',
    /stateful/,
    'Trim/Text',
    (t) => {
      t['Trim/Text']!.inputs.input = 'Pairs.main';
      changePayload(t['Trim/Text']!, ParDoPayload, { stateSpecs: { cell } });
    },
  ],
  ...(
    [
      [
        'state of no kind',
        /state "cell" does not say its kind/,
        { stateSpecs: { cell: { protocol: cell.protocol } } },
      ],
      [
        'state of an unknown protocol',
        /unknown protocol "urn:x"/,
        { stateSpecs: { cell: { ...cell, protocol: FunctionSpec.create({ urn: 'urn:x' }) } } },
      ],
      [
        'state with an unknown coder',
        /unknown coder "x"/,
        { stateSpecs: { cell: { ...cell, bagSpec: { elementCoderId: 'x' } } } },
      ],
      [
        'a timer of no time',
        /timer "late" does not say/,
        { timerFamilySpecs: { late: { timeDomain: TimeDomain.UNSPECIFIED, timerFamilyCoderId: 'generic' } } },
      ],
      [
        'a timer whose coder is that of something else',
        /timer "late" needs a timer's coder/,
        { timerFamilySpecs: { late: { timeDomain: TimeDomain.EVENT_TIME, timerFamilyCoderId: 'generic' } } },
      ],
      [
        'a step that is told of expiring windows by no timer',
        /no timer "end"/,
        { stateSpecs: { cell }, onWindowExpirationTimerFamilySpec: 'end' },
      ],
    ] as [string, RegExp, Partial<ParDoPayload>][]
  ).map(([what, message, change]): [string, RegExp, string, Breaking] => [
    what,
    message,
    'Trim/Text',
    (t, _c, plan) => {
      plan.requirements.push(urns.requirements.statefulProcessing);
      t['Trim/Text']!.inputs.input = 'Pairs.main';
      changePayload(t['Trim/Text']!, ParDoPayload, change);
    },
  ]),
  [
    'a stateful step without keys',
    /needs keys/,
    'Trim/Text',
    (t, _c, plan) => {
      plan.requirements.push(urns.requirements.statefulProcessing);
      changePayload(t['Trim/Text']!, ParDoPayload, { stateSpecs: { cell } });
    },
  ],
  [
    'a splittable step that the plan does not announce',
    /splittable/,
    'Pairs',
    (t) => changePayload(t.Pairs!, ParDoPayload, { restrictionCoderId: 'generic' }),
  ],
  [
    'a step with finalization that the plan does not announce',
    /finalization/,
    'Pairs',
    (t) => changePayload(t.Pairs!, ParDoPayload, { requestsFinalization: true }),
  ],
];

test.each(broken)('refuses %s', async (_fault, message, step, breaking) => {
  const plan = await validPlan();
  const { components } = plan;
  breaking(components!.transforms, components!, plan);
  let thrown: unknown;
  try {
    validatePlan(plan);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(BeamError);
  const { code, message: text, place, help } = thrown as BeamError;
  expect(code).toBe('E_BAD_PLAN');
  expect(text).toMatch(message);
  if (step !== undefined) expect(place.step).toBe(step);
  expect(help).toBeTruthy();
});

test('accepts what other SDKs write: empty composites, an unnamed root, unknown kinds of leaves', async () => {
  const plan = await validPlan();
  const { transforms } = plan.components!;
  transforms.empty = PTransform.create({
    uniqueName: 'Empty',
    inputs: { x: 'Pairs.main' },
    outputs: { y: 'Pairs.main' },
  });
  transforms.foreign = PTransform.create({
    uniqueName: 'Foreign',
    spec: { urn: 'x:of:theirs', payload: Uint8Array.of(0xff) },
    inputs: { x: 'Pairs.main' },
  });
  transforms.root = PTransform.create({
    uniqueName: '',
    subtransforms: [...plan.rootTransformIds, 'empty', 'foreign'],
  });
  plan.rootTransformIds = ['root'];
  validatePlan(plan);
});

test('accepts a stateful step on keys when the plan announces it', async () => {
  const plan = await validPlan();
  const step = plan.components!.transforms['Trim/Text']!;
  step.inputs.input = 'Pairs.main';
  changePayload(step, ParDoPayload, { stateSpecs: { cell } });
  plan.requirements.push(urns.requirements.statefulProcessing);
  validatePlan(plan);
});
