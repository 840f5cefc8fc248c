import { type Components, ParDoPayload, type PCollection, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { type Coder, coderUrns, IterableCoder, KvCoder } from '@hornbeam/sdk/model';
import { type LiveCoders, mainInputs, sideInputsOf } from '@hornbeam/sdk/translate';
import { isForeign } from './foreign-window.js';
import { RawCoder } from './raw-coder.js';
import { isRunnerTransform } from './separate.js';
import { WireCoders } from './wire-coders.js';

/** How the elements of a collection are kept: as they are, in pieces, or whole. */
type Form = 'live' | 'whole' | 'pair';

/** What {@link rawCoders} makes of a plan. */
export interface RawPlan {
  readonly components: Components;
  /** The coders of this process, with those that read nothing. */
  readonly coders: LiveCoders;
  /** What workers are told instead of a coder of `components`, by its id. */
  readonly wires: ReadonlyMap<string, string>;
}

/**
 * Rewrite of plans with steps in other processes: elements that no step of this process makes or reads stay the bytes
 * they are. Where a key is looked at here, by a grouping or a step with state, they are pairs of bytes.
 *
 * Collections that the runner makes out of each other (flattened, reshuffled, grouped) are kept in the same way.
 */
export function rawCoders(components: Components, remote: ReadonlySet<string>, live: LiveCoders): RawPlan {
  const forms = new Forms(components, remote);
  const wireCoders = new WireCoders(components);
  const coders = new Map<string, Coder<any>>(live);
  const wires = new Map<string, string>();
  const pcollections: Record<string, PCollection> = {};
  for (const [id, collection] of Object.entries(components.pcollections)) {
    const { coderId } = collection;
    const form = forms.of(id);
    const kept = form === 'live' ? coderId : `${form}:${coderId}`;
    pcollections[id] = { ...collection, coderId: kept };
    if (form === 'live' && !forms.isSent(id)) continue;
    wires.set(kept, wireCoders.wireOf(coderId));
    if (form !== 'live' && !coders.has(kept)) coders.set(kept, keptBy(form, coderId, wireCoders));
  }
  for (const strategy of Object.values(components.windowingStrategies)) {
    const { windowCoderId } = strategy;
    wires.set(windowCoderId, wireCoders.wireOf(windowCoderId));
    if (isForeign(strategy, remote)) coders.set(windowCoderId, wireCoders.viewOf(windowCoderId));
  }
  const transforms = Object.fromEntries(
    Object.entries(components.transforms).map(([id, transform]) => [
      id,
      remote.has(transform.environmentId) ? withWires(transform, wireCoders) : transform,
    ]),
  );
  return {
    components: { ...components, transforms, pcollections, coders: wireCoders.protos },
    coders,
    wires,
  };
}

function keptBy(form: Form, coderId: string, wireCoders: WireCoders): Coder<any> {
  const { spec, componentCoderIds } = wireCoders.protos[coderId]!;
  const raw = (id: string): RawCoder => new RawCoder(wireCoders.viewOf(id));
  if (form === 'whole' || spec!.urn !== coderUrns.kv) return raw(coderId);
  const [key, value] = componentCoderIds as [string, string];
  const values = wireCoders.protos[value]!; // of groups, which are written here
  return values.spec!.urn === coderUrns.iterable
    ? new KvCoder(raw(key), new IterableCoder(raw(values.componentCoderIds[0]!)))
    : new KvCoder(raw(key), raw(value));
}

/** A step of another process with the coders that it is to use for its timers. */
function withWires(transform: PTransform, wireCoders: WireCoders): PTransform {
  const { spec } = transform;
  if (spec?.urn !== urns.transforms.parDo) return transform;
  const payload = ParDoPayload.decode(spec.payload);
  const { timerFamilySpecs } = payload;
  if (Object.keys(timerFamilySpecs).length === 0) return transform;
  for (const timer of Object.values(timerFamilySpecs))
    timer.timerFamilyCoderId = wireCoders.wireOf(timer.timerFamilyCoderId);
  return PTransform.create({
    ...transform,
    spec: { urn: spec.urn, payload: ParDoPayload.encode(payload).finish() },
  });
}

/** Which collections are kept how. */
class Forms {
  private readonly components: Components;
  private readonly remote: ReadonlySet<string>;
  /** Of collections that the runner makes out of each other: one that stands for all. */
  private readonly parents = new Map<string, string>();
  private readonly forms = new Map<string, Form>();
  private readonly sent = new Set<string>();

  constructor(components: Components, remote: ReadonlySet<string>) {
    this.components = components;
    this.remote = remote;
    const transforms = Object.values(components.transforms);
    for (const transform of transforms) {
      if (!this.isRunners(transform)) continue;
      const [first, ...rest] = [...Object.values(transform.inputs), ...Object.values(transform.outputs)];
      for (const other of rest) this.join(first!, other);
    }
    for (const transform of transforms) this.look(transform);
  }

  /** How a collection is kept. */
  of(collection: string): Form {
    return this.forms.get(this.root(collection)) ?? 'whole';
  }

  /** Whether a worker of another process reads or makes it. */
  isSent(collection: string): boolean {
    return this.sent.has(collection);
  }

  private look(transform: PTransform): void {
    const { spec, inputs, outputs, environmentId } = transform;
    const touched = [...Object.values(inputs), ...Object.values(outputs)];
    if (this.isRunners(transform)) {
      if (spec?.urn === urns.transforms.groupByKey) for (const each of touched) this.need(each, 'pair');
      return;
    }
    if (!this.remote.has(environmentId)) {
      for (const each of touched) this.need(each, 'live');
      return;
    }
    for (const each of touched) this.sent.add(each);
    if (spec?.urn !== urns.transforms.parDo) return;
    const { stateSpecs, timerFamilySpecs, sideInputs } = ParDoPayload.decode(spec.payload);
    if (Object.keys(stateSpecs).length + Object.keys(timerFamilySpecs).length > 0)
      for (const main of mainInputs(transform)) this.need(main, 'pair');
    for (const [name, side] of sideInputsOf(transform))
      if (sideInputs[name]?.accessPattern?.urn === urns.sideInputs.multimap || this.isTriggered(side))
        this.need(side, 'pair');
  }

  /** Panes of a key replace each other, so that keys are looked at. */
  private isTriggered(collection: string): boolean {
    const { pcollections, windowingStrategies } = this.components;
    const { trigger } = windowingStrategies[pcollections[collection]!.windowingStrategyId] ?? {};
    return trigger !== undefined && trigger.default === undefined;
  }

  private need(collection: string, form: 'live' | 'pair'): void {
    const root = this.root(collection);
    if (this.forms.get(root) !== 'live') this.forms.set(root, form);
  }

  private isRunners(transform: PTransform): boolean {
    return isRunnerTransform(transform) || transform.spec?.urn === urns.transforms.flatten;
  }

  private join(a: string, b: string): void {
    const [one, other] = [this.root(a), this.root(b)];
    if (one !== other) this.parents.set(one, other);
  }

  private root(collection: string): string {
    let at = collection;
    for (let parent = this.parents.get(at); parent !== undefined; parent = this.parents.get(at)) at = parent;
    return at;
  }
}
