import { ParDoPayload, Pipeline, TimeDomain } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { expect, test } from 'vitest';
import { buildGraph, type PCollection, pipeline } from '../api/index.js';
import {
  bagState,
  combiningState,
  eventTimer,
  mapState,
  multimapState,
  orderedListState,
  processingTimer,
  setState,
  valueState,
} from '../construction/index.js';
import { DoubleCoder } from '../model/coders/double.js';
import { KvCoder } from '../model/coders/kv.js';
import { StringUtf8Coder } from '../model/coders/string-utf8.js';
import { VarIntCoder } from '../model/coders/varint.js';
import type { KV } from '../model/kv.js';
import { sum } from '../transforms/combiners/index.js';
import { fixed } from '../transforms/index.js';
import { coderFromPlan } from './coders.js';
import { fromPlan } from './from-proto.js';
import { toPlan } from './to-proto.js';
import { validatePlan } from './validate-plan.js';

type Pairs = PCollection<KV<string, number>>;

/** The plan of a step `Step` behind pairs in windows of ten. */
const planOf = async (build: (pairs: Pairs) => unknown) => {
  const graph = await buildGraph(
    pipeline((p) => {
      const pairs = p
        .create([{ key: 'a', value: 1 }])
        .withCoder(new KvCoder(new StringUtf8Coder(), new VarIntCoder()))
        .windowInto(fixed(10));
      build(pairs);
    }),
  );
  const plan = toPlan(graph);
  const received = Pipeline.decode(Pipeline.encode(plan.pipeline).finish());
  validatePlan(received);
  const step = received.components!.transforms.Step!;
  return { plan, received, payload: ParDoPayload.decode(step.spec!.payload) };
};

const stateful = (pairs: Pairs) =>
  pairs.parDo({
    name: 'Step',
    uses: {
      value: valueState(new DoubleCoder()),
      bag: bagState(new StringUtf8Coder()),
      total: combiningState(sum),
      set: setState(new StringUtf8Coder()),
      map: mapState(new StringUtf8Coder(), new VarIntCoder()),
      multimap: multimapState(new VarIntCoder(), new StringUtf8Coder()),
      list: orderedListState(new StringUtf8Coder()),
      quiet: eventTimer(),
      flush: processingTimer(),
    },
    process: () => [1],
    onTimer: { quiet() {}, flush() {} },
    onWindowExpiration() {},
  });

test('a plan says the kind, protocol and coders of every cell, as Beam does', async () => {
  const { payload, received } = await planOf(stateful);
  const { coders } = received.components!;
  const urnOf = (id: string): string => coders[id]!.spec!.urn;
  const { value, bag, total, set, map, multimap, list } = payload.stateSpecs;
  expect(Object.values(payload.stateSpecs).map(({ protocol }) => protocol!.urn)).toEqual([
    ...Array(3).fill(urns.userState.bag),
    ...Array(3).fill(urns.userState.multimap),
    urns.userState.orderedList,
  ]);
  expect(urnOf(value!.readModifyWriteSpec!.coderId)).toBe(urns.coders.double);
  expect(urnOf(bag!.bagSpec!.elementCoderId)).toBe(urns.coders.stringUtf8);
  expect(total!.combiningSpec!.combineFn!.urn).toBe(urns.hornbeam.combineFn);
  expect(urnOf(set!.setSpec!.elementCoderId)).toBe(urns.coders.stringUtf8);
  expect(urnOf(map!.mapSpec!.keyCoderId)).toBe(urns.coders.stringUtf8);
  expect(urnOf(map!.mapSpec!.valueCoderId)).toBe(urns.coders.varint);
  expect(urnOf(multimap!.multimapSpec!.keyCoderId)).toBe(urns.coders.varint);
  expect(urnOf(list!.orderedListSpec!.elementCoderId)).toBe(urns.coders.stringUtf8);
});

test('a plan says the time and the coder of every timer, and by which one a window is told to expire', async () => {
  const { payload, received } = await planOf(stateful);
  const { timerFamilySpecs, onWindowExpirationTimerFamilySpec } = payload;
  expect(Object.entries(timerFamilySpecs).map(([name, { timeDomain }]) => [name, timeDomain])).toEqual([
    ['quiet', TimeDomain.EVENT_TIME],
    ['flush', TimeDomain.PROCESSING_TIME],
    [onWindowExpirationTimerFamilySpec, TimeDomain.EVENT_TIME],
  ]);
  const coder = coderFromPlan(timerFamilySpecs.quiet!.timerFamilyCoderId, received.components!.coders);
  expect([coder.urn, ...coder.components.map(({ urn }) => urn)]).toEqual([
    urns.coders.timer,
    urns.coders.stringUtf8,
    urns.coders.intervalWindow,
  ]);
});

test('a plan requires of runners what its steps use, and nothing else', async () => {
  const { statefulProcessing, onWindowExpiration } = urns.requirements;
  expect((await planOf(stateful)).received.requirements.sort()).toEqual(
    [statefulProcessing, onWindowExpiration].sort(),
  );
  const timersOnly = await planOf((pairs) =>
    pairs.parDo({ name: 'Step', uses: { quiet: eventTimer() }, process: () => [1], onTimer: { quiet() {} } }),
  );
  expect(timersOnly.received.requirements).toEqual([statefulProcessing]);
  const neither = await planOf((pairs) => pairs.map((n) => n).named('Step'));
  expect(neither.received.requirements).toEqual([]);
});

test('the way back from a plan gives the same bytes', async () => {
  const { plan, received } = await planOf(stateful);
  const again = toPlan(fromPlan(received, plan.steps)).pipeline;
  expect(Pipeline.encode(again).finish()).toEqual(Pipeline.encode(plan.pipeline).finish());
});

test('a plan says which steps are called back after a commit, and a build that says otherwise is refused', async () => {
  const step = (pairs: Pairs, usesAfterCommit: boolean) =>
    pairs.parDo({ name: 'Step', usesAfterCommit, process: () => [1] });
  const { plan, received, payload } = await planOf((pairs) => step(pairs, true));
  expect(payload.requestsFinalization).toBe(true);
  expect(received.requirements).toEqual([urns.requirements.bundleFinalization]);
  const again = toPlan(fromPlan(received, plan.steps)).pipeline;
  expect(Pipeline.encode(again).finish()).toEqual(Pipeline.encode(plan.pipeline).finish());
  const other = await planOf((pairs) => step(pairs, false));
  expect(other.payload.requestsFinalization).toBe(false);
  expect(() => fromPlan(received, other.plan.steps)).toThrow(/whether it uses afterCommit/);
});

test('a build with other state or timers than the plan is refused, and what differs is said', async () => {
  const { received } = await planOf(stateful);
  const { plan } = await planOf((pairs) =>
    pairs.parDo({
      name: 'Step',
      uses: { value: bagState<number>(), quiet: processingTimer() },
      process: () => [1],
      onTimer: { quiet() {} },
    }),
  );
  expect(() => fromPlan(received, plan.steps)).toThrow(
    expect.objectContaining({
      code: 'E_GRAPH_DIFFERS',
      message: expect.stringMatching(
        /value state "value", .*event timer "quiet".*onWindowExpiration in the plan .* bag state "value", processing timer "quiet"/,
      ),
    }),
  );
});

test('keys whose bytes are not canonical get a coder that makes them so, or are refused', async () => {
  const withKeys = (coder: object) =>
    planOf((pairs) =>
      pairs
        .withCoder(new KvCoder(coder as never, new VarIntCoder()))
        .parDo({ name: 'Step', uses: { last: valueState() }, process: () => [1] }),
    );
  const { payload, received } = await withKeys(new DoubleCoder());
  expect(payload.stateSpecs.last).toBeDefined();
  const input = received.components!.pcollections[received.components!.transforms.Step!.inputs.input!]!;
  expect(coderFromPlan(input.coderId, received.components!.coders).components[0]!.deterministic).toBe(true);
  const careless = Object.assign(Object.create(new StringUtf8Coder()), { deterministic: false });
  await expect(withKeys(careless)).rejects.toMatchObject({ code: 'E_NOT_DETERMINISTIC' });
  expect(() => setState(careless)).toThrow(expect.objectContaining({ code: 'E_NOT_DETERMINISTIC' }));
});

test('what a step declares and what it handles fit together, or the build says what does not', async () => {
  const refused = (doFn: object, message: RegExp) =>
    expect(planOf((pairs) => pairs.parDo({ process: () => [1], ...doFn }))).rejects.toThrow(message);
  await refused({ uses: { timestamp: valueState() } }, /State cannot be called "timestamp"/);
  await refused({ uses: { '~x': eventTimer() }, onTimer: { '~x'() {} } }, /A timer cannot be called "~x"/);
  await refused({ uses: { last: valueState() }, onTimer: { last() {} } }, /"last", which is no timer/);
  await expect(planOf((pairs) => pairs.map((pair) => pair, { last: valueState<number>() }))).rejects.toThrow(
    /map cannot use state or timers/,
  );
  expect(() => valueState(undefined, { ttl: 0 })).toThrow(/longer than 0 ms/);
});
