import type { RunnerProfile } from '@hornbeam/jobs';
import { type Components, MergeStatus, ParDoPayload, type Pipeline, type PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { validatePlan } from '@hornbeam/sdk/translate';

const { transforms: t } = urns;

/** What runners of others execute between stages. */
const runnersOwn: ReadonlySet<string> = new Set([t.impulse, t.groupByKey, t.flatten, t.testStream]);

/** Leaves that Beam's fusion for Java runners knows; it leaves others out without a word. */
const fused: ReadonlySet<string> = new Set([
  ...runnersOwn,
  t.parDo,
  t.assignWindows,
  t.combinePerKeyPrecombine,
  t.combinePerKeyMergeAccumulators,
  t.combinePerKeyExtractOutputs,
]);

/**
 * What a plan for a runner of others breaks, beyond the rules of the model (validate-plan.ts): what their translators were
 * seen to refuse or to take wrongly. Composites that the runner executes whole count as one step.
 *
 * @throws BeamError for a rule of the model
 */
export function brokenRules(pipeline: Pipeline, profile: RunnerProfile): string[] {
  validatePlan(pipeline);
  const components = pipeline.components!;
  const broken: string[] = [];
  const check = (holds: boolean, rule: string): void => {
    if (!holds) broken.push(rule);
  };
  const placed = placedIds(pipeline);
  const leaves = [...placed].map((id) => components.transforms[id]!).filter(isLeaf);
  const made = new Map(
    leaves.flatMap((leaf) => Object.values(leaf.outputs).map((collection) => [collection, leaf] as const)),
  );
  for (const id of Object.keys(components.transforms)) check(placed.has(id), `"${id}" is in no composite`);
  for (const id of Object.keys(components.pcollections)) check(made.has(id), `nobody makes "${id}"`);
  for (const [id, { windowFn, mergeStatus }] of Object.entries(components.windowingStrategies)) {
    const merges = windowFn?.urn === urns.windowFns.session || windowFn?.urn === urns.hornbeam.customWindows;
    check(mergeStatus !== MergeStatus.ALREADY_MERGED, `the windows "${id}" would merge again`);
    check(merges || mergeStatus === MergeStatus.NON_MERGING, `the windows "${id}" cannot merge`);
  }
  for (const leaf of leaves) {
    const { uniqueName, environmentId } = leaf;
    const urn = leaf.spec?.urn ?? '';
    check(profile.liftsCombines || fused.has(urn), `${uniqueName}: fusion loses ${urn}`);
    check(!runnersOwn.has(urn) || environmentId === '', `${uniqueName} is the runner's own`);
    check(urn !== t.groupByKey || Object.keys(leaf.outputs).length === 1, `${uniqueName} has two outputs`);
    if (urn === t.parDo) checkParDo(leaf, profile, check);
    if (urn === t.flatten) checkFlatten(leaf, components, { made, leaves }, check);
    for (const id of Object.values(leaf.inputs)) {
      const { windowFn } = components.windowingStrategies[components.pcollections[id]!.windowingStrategyId]!;
      const known = (Object.values(urns.windowFns) as string[]).includes(windowFn!.urn);
      check(known || staysInStage(leaf), `${uniqueName} meets windows that the runner does not know`);
    }
  }
  const { batch, streaming } = profile.requirements;
  for (const requirement of pipeline.requirements) {
    check([...batch, ...streaming].includes(requirement), `nobody honours ${requirement}`);
  }
  return broken;
}

type Check = (holds: boolean, rule: string) => void;

function checkParDo({ spec, uniqueName }: PTransform, profile: RunnerProfile, check: Check): void {
  const payload = ParDoPayload.decode(spec!.payload);
  for (const [name, { protocol, bagSpec }] of Object.entries(payload.stateSpecs)) {
    check(
      protocol?.urn === urns.userState.bag && bagSpec !== undefined,
      `${uniqueName}: "${name}" is no bag`,
    );
  }
  for (const [name, { accessPattern }] of Object.entries(payload.sideInputs)) {
    check(accessPattern?.urn === urns.sideInputs.iterable, `${uniqueName}: "${name}" is read by keys`);
  }
  const isTold = payload.onWindowExpirationTimerFamilySpec !== '';
  check(!isTold || profile.expiresWindows, `${uniqueName} waits to be told of windows that expire`);
}

function checkFlatten(
  { inputs, outputs, uniqueName }: PTransform,
  { pcollections }: Components,
  { made, leaves }: { made: ReadonlyMap<string, PTransform>; leaves: readonly PTransform[] },
  check: Check,
): void {
  const coder = pcollections[Object.values(outputs)[0]!]!.coderId;
  for (const id of Object.values(inputs)) {
    const maker = made.get(id)!;
    const reads = leaves.flatMap((leaf) => Object.values(leaf.inputs)).filter((input) => input === id);
    check(reads.length === 1, `${uniqueName}: "${id}" is read elsewhere too`);
    check(pcollections[id]!.coderId === coder, `${uniqueName}: "${id}" has another coder`);
    check(
      maker.environmentId !== '' || maker.spec?.urn === t.flatten,
      `${uniqueName}: the runner makes "${id}" itself`,
    );
  }
}

/** Whether a step always runs where its input is made. */
function staysInStage({ spec }: PTransform): boolean {
  if (spec?.urn === t.assignWindows) return true;
  if (spec?.urn !== t.parDo) return false;
  const { stateSpecs, timerFamilySpecs, sideInputs, restrictionCoderId } = ParDoPayload.decode(spec.payload);
  return (
    Object.keys({ ...stateSpecs, ...timerFamilySpecs, ...sideInputs }).length === 0 && !restrictionCoderId
  );
}

const isLeaf = ({ subtransforms, spec }: PTransform): boolean =>
  subtransforms.length === 0 && (spec?.urn ?? '') !== '';

/** What the roots and their parts are. */
function placedIds({ rootTransformIds, components }: Pipeline): ReadonlySet<string> {
  const placed = new Set<string>();
  const visit = (id: string): void => {
    placed.add(id);
    for (const part of components!.transforms[id]!.subtransforms) visit(part);
  };
  for (const id of rootTransformIds) visit(id);
  return placed;
}
