import type { Coder as CoderProto, Components } from '@hornbeam/proto';
import {
  BytesCoder,
  type Coder,
  coderFromSpec,
  coderUrns,
  LengthPrefixCoder,
  sameBytes,
  standardCoders,
} from '@hornbeam/sdk/model';
import { schemaFromPayload } from '@hornbeam/sdk/translate';
import { ForeignWindowCoder } from './foreign-window.js';

/**
 * Coders between this runner and workers in other processes. What nobody here can read gets a length in front, so that
 * it has an end: `wireOf` is how a worker is told to write, `viewOf` reads and writes the same bytes here, with bytes in
 * the place of what is unknown.
 */
export class WireCoders {
  /** The coders of the plan, and those that were added. */
  readonly protos: Record<string, CoderProto>;
  private readonly wires = new Map<string, string>();
  private readonly views = new Map<string, Coder<any>>();

  constructor({ coders }: Components) {
    this.protos = { ...coders };
  }

  /** The id of the coder that a worker is to use in the place of this one; the same where all of it is known. */
  wireOf(id: string): string {
    let wire = this.wires.get(id);
    if (wire === undefined) {
      wire = this.makeWire(id);
      this.wires.set(id, wire);
    }
    return wire;
  }

  /** What reads the bytes of {@link wireOf} here. */
  viewOf(id: string): Coder<any> {
    let view = this.views.get(id);
    if (view === undefined) {
      view = this.makeView(id);
      this.views.set(id, view);
    }
    return view;
  }

  /** The id of a coder of this URN and these parts. */
  idOf(urn: string, componentCoderIds: readonly string[]): string {
    const id = `${urn.split(':').at(-2)}(${componentCoderIds.join(',')})`;
    this.protos[id] ??= {
      spec: { urn, payload: new Uint8Array() },
      componentCoderIds: [...componentCoderIds],
    };
    return id;
  }

  /** Whether two coders write the same bytes, as far as the plan says. */
  areSame(a: string, b: string): boolean {
    if (a === b) return true;
    const [one, other] = [this.protos[a]!, this.protos[b]!];
    return (
      one.spec!.urn === other.spec!.urn &&
      sameBytes(one.spec!.payload, other.spec!.payload) &&
      one.componentCoderIds.length === other.componentCoderIds.length &&
      one.componentCoderIds.every((part, i) => this.areSame(part, other.componentCoderIds[i]!))
    );
  }

  private makeWire(id: string): string {
    if (!this.isKnown(id)) return this.idOf(coderUrns.lengthPrefix, [id]);
    const { spec, componentCoderIds } = this.protos[id]!;
    if (spec!.urn === coderUrns.lengthPrefix) return id;
    const parts = componentCoderIds.map((part) => this.wireOf(part));
    if (parts.every((part, i) => part === componentCoderIds[i])) return id;
    const wire = `${id}/wire`;
    this.protos[wire] = { spec: spec!, componentCoderIds: parts };
    return wire;
  }

  private makeView(id: string): Coder<any> {
    if (!this.isKnown(id)) return new BytesCoder(); // a length, and the bytes
    const { spec, componentCoderIds } = this.protos[id]!;
    if (spec!.urn === coderUrns.lengthPrefix) {
      const [inner] = componentCoderIds;
      return this.isKnown(inner!) ? new LengthPrefixCoder(this.viewOf(inner!)) : new BytesCoder();
    }
    if (spec!.urn === coderUrns.customWindow && !this.isKnown(componentCoderIds[0]!))
      return new ForeignWindowCoder();
    const parts = componentCoderIds.map((part) => this.viewOf(part));
    return coderFromSpec(spec!.urn, parts, spec!.payload, { parseSchema: schemaFromPayload });
  }

  /** Whether bytes of a coder can be read here, when its parts can. */
  isKnown(id: string): boolean {
    const { spec, componentCoderIds } = this.protos[id]!;
    const factory = Object.hasOwn(standardCoders, spec!.urn) ? standardCoders[spec!.urn] : undefined;
    if (factory === undefined || factory.arity !== componentCoderIds.length) return false;
    if (spec!.urn !== coderUrns.row) return true;
    try {
      coderFromSpec(spec!.urn, [], spec!.payload, { parseSchema: schemaFromPayload });
      return true;
    } catch {
      return false; // a type of field that is not known here: only the worker needs to
    }
  }
}
