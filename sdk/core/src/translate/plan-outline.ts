import {
  CombinePayload,
  type Components,
  ParDoPayload,
  type Pipeline,
  WindowingStrategy,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '../model/errors.js';
import { Hash64 } from '../model/hash.js';
import { sideInputsOf } from './inputs.js';
import { planOrder } from './plan-order.js';
import { CALL_SITE_ANNOTATION } from './to-proto.js';

/** What two builds of one pipeline must agree on of one step. */
export interface StepOutline {
  /** Full name. */
  readonly name: string;
  /** The user's line, if the plan knows it; it may differ between equal plans. */
  readonly callSite: string | undefined;
  /** What the step is, takes and makes, by the name of the fact. */
  readonly facts: ReadonlyMap<string, string>;
}

/**
 * The structure of a plan without what may differ between equal ones: ids, the order of maps, call sites,
 * environments.
 * @throws BeamError `E_BAD_PLAN`
 */
export function planOutline(pipeline: Pipeline): StepOutline[] {
  const components = pipeline.components;
  const order = planOrder(pipeline);
  if (components === undefined) return [];
  const names = new Map<string, string>();
  for (const { transform } of order) {
    // The parts of a composite come after it and own what they make.
    for (const [tag, id] of Object.entries(transform.outputs))
      names.set(id, `${transform.uniqueName}.${tag}`);
  }
  const collection = (id: string): string => names.get(id) ?? `(unknown) ${id}`;
  return order.map(({ transform }) => {
    const facts = new Map([['kind', transform.spec?.urn || 'composite']]);
    const isLeaf = transform.subtransforms.length === 0;
    const sides = new Map(sideInputsOf(transform));
    for (const [local, id] of isLeaf ? sorted(transform.inputs) : []) {
      facts.set(`${sides.has(local) ? 'side input' : 'input'} "${local}"`, collection(id));
    }
    for (const [tag, id] of isLeaf ? sorted(transform.outputs) : []) {
      const made = components.pcollections[id];
      facts.set(`coder of the output "${tag}"`, coderText(made?.coderId, components));
      facts.set(`windowing of the output "${tag}"`, windowingText(made?.windowingStrategyId, components));
      facts.set(`boundedness of the output "${tag}"`, String(made?.isBounded));
    }
    if (transform.spec?.urn === urns.transforms.combinePerKey) {
      const { accumulatorCoderId } = CombinePayload.decode(transform.spec.payload);
      facts.set('coder of the accumulators', coderText(accumulatorCoderId, components));
    }
    if (transform.spec?.urn === urns.transforms.parDo) {
      const { restrictionCoderId } = ParDoPayload.decode(transform.spec.payload);
      if (restrictionCoderId !== '') {
        facts.set('coder of the restrictions', coderText(restrictionCoderId, components));
      }
    }
    const place = transform.annotations[CALL_SITE_ANNOTATION];
    const callSite = place === undefined ? undefined : new TextDecoder().decode(place);
    return { name: transform.uniqueName, callSite, facts };
  });
}

const sorted = (entries: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));

/** How deep coders of a plan may be nested. */
const DEPTH_LIMIT = 64;

/** A coder by what it is: URN, parts, and a hash of what parametrises it. */
function coderText(id: string | undefined, { coders }: Components, depth = 0): string {
  const coder = id === undefined || !Object.hasOwn(coders, id) ? undefined : coders[id];
  if (coder === undefined || depth > DEPTH_LIMIT) {
    throw new BeamError('E_BAD_PLAN', `The coder "${id ?? ''}" of the plan is missing or has no end.`, {
      help: 'the plan was not written by this SDK, or is damaged',
    });
  }
  const payload = coder.spec?.payload ?? new Uint8Array();
  const parameters = payload.length === 0 ? '' : `#${hashText(payload)}`;
  const parts = coder.componentCoderIds.map((part) => coderText(part, { coders } as Components, depth + 1));
  return `${coder.spec?.urn ?? ''}${parameters}${parts.length === 0 ? '' : `<${parts.join(', ')}>`}`;
}

function windowingText(id: string | undefined, components: Components): string {
  const strategy = id === undefined ? undefined : components.windowingStrategies[id];
  if (strategy === undefined) return 'none';
  const { windowFn, windowCoderId, ...rest } = strategy;
  // Ids and environments are names only; all else is in the bytes.
  const bytes = WindowingStrategy.encode({
    ...rest,
    windowFn,
    windowCoderId: '',
    environmentId: '',
  }).finish();
  return `${windowFn?.urn ?? ''}#${hashText(bytes)} in ${coderText(windowCoderId, components)}`;
}

function hashText(bytes: Uint8Array): string {
  const { high, low } = new Hash64().bytes(bytes);
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
