import type { Coder as CoderProto } from '@hornbeam/proto';
import type { Coder } from '../model/coders/coder.js';
import { coderFromSpec, standardCoders } from '../model/coders/registry.js';
import { RowCoder } from '../model/coders/row.js';
import { sameBytes } from '../model/coders/same-bytes.js';
import { BeamError } from '../model/errors.js';
import type { LiveCoders } from './plan.js';
import { schemaFromPayload, schemaPayload } from './schema.js';

/** Gives coders ids in a plan; equal coders share one. */
export class CoderIds {
  readonly protos: Record<string, CoderProto> = {};
  /** The coders that only this process knows, by id. */
  readonly live = new Map<string, Coder<any>>();
  private readonly numbers = new Map<Coder<any>, number>();
  private readonly ids = new Map<string, string>();
  private readonly prefix: string;

  /** @param prefix begins every id */
  constructor(prefix = '') {
    this.prefix = prefix;
  }

  idOf(coder: Coder<any>): string {
    const componentCoderIds = coder.components.map((component) => this.idOf(component));
    const payload = payloadOf(coder);
    const isLive = coder.opaque === true || !Object.hasOwn(standardCoders, coder.urn);
    const identity = JSON.stringify([
      coder.urn,
      componentCoderIds,
      [...payload],
      isLive ? this.numberOf(coder) : 0,
    ]);
    const known = this.ids.get(identity);
    if (known !== undefined) return known;
    const name = `${this.prefix}${coder.urn.split(':').at(-2) ?? 'coder'}`;
    let id = name;
    for (let n = 2; id in this.protos; n++) id = `${name}_${n}`;
    this.ids.set(identity, id);
    if (isLive) this.live.set(id, coder);
    this.protos[id] = { spec: { urn: coder.urn, payload }, componentCoderIds };
    return id;
  }

  /** Tells objects apart that look alike in a plan. */
  private numberOf(coder: Coder<any>): number {
    const number = this.numbers.get(coder) ?? this.numbers.size + 1;
    this.numbers.set(coder, number);
    return number;
  }
}

/** Whether a plan describes this very coder under `id`. */
export function isCoderOfPlan(
  coder: Coder<any>,
  id: string,
  protos: Readonly<Record<string, CoderProto>>,
): boolean {
  const proto = Object.hasOwn(protos, id) ? protos[id] : undefined;
  if (proto?.spec?.urn !== coder.urn || !sameBytes(proto.spec.payload, payloadOf(coder))) return false;
  const parts = proto.componentCoderIds;
  return (
    parts.length === coder.components.length &&
    coder.components.every((component, i) => isCoderOfPlan(component, parts[i]!, protos))
  );
}

const payloadOf = (coder: Coder<any>): Uint8Array =>
  coder instanceof RowCoder ? schemaPayload(coder.schema) : (coder.payload ?? new Uint8Array());

/** How deep coders of a plan may be nested. */
const DEPTH_LIMIT = 64;

/**
 * The coder of an id. @throws BeamError `E_BAD_PLAN` for unknown ids and cycles, `E_UNSUPPORTED` for a coder
 * that nobody here knows
 */
export function coderFromPlan(
  id: string,
  protos: Readonly<Record<string, CoderProto>>,
  live?: LiveCoders,
  depth = 0,
): Coder<any> {
  const proto = Object.hasOwn(protos, id) ? protos[id] : undefined;
  const known = live?.get(id);
  // A runner may have put another coder under the id: one with length prefixes, say.
  if (known !== undefined && (proto === undefined || proto.spec?.urn === known.urn)) return known;
  if (proto?.spec === undefined || depth > DEPTH_LIMIT) {
    throw new BeamError(
      'E_BAD_PLAN',
      proto === undefined ? `The plan has no coder "${id}".` : `The coder "${id}" of the plan has no end.`,
      {
        help: 'the plan was not written by this SDK, or is damaged',
      },
    );
  }
  const components = proto.componentCoderIds.map((component) =>
    coderFromPlan(component, protos, live, depth + 1),
  );
  return coderFromSpec(proto.spec.urn, components, proto.spec.payload, { parseSchema: schemaFromPayload });
}
