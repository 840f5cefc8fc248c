import { BeamError } from '../errors.js';
import type { Schema } from '../schema/schema.js';
import { BoolCoder } from './bool.js';
import { BytesCoder } from './bytes.js';
import type { ClassRegistry } from './class-registry.js';
import type { Coder } from './coder.js';
import { CustomWindowCoder } from './custom-window.js';
import { DoubleCoder } from './double.js';
import { GenericCoder } from './generic.js';
import { GlobalWindowCoder } from './global-window.js';
import { IntervalWindowCoder } from './interval-window.js';
import { IterableCoder, type RestReader } from './iterable.js';
import { isCanonicalPayload } from './key-coder.js';
import { KvCoder } from './kv.js';
import { LabelledWindowCoder } from './labelled-window.js';
import { LengthPrefixCoder } from './length-prefix.js';
import { NullableCoder } from './nullable.js';
import { ParamWindowedValueCoder } from './param-windowed-value.js';
import { RowCoder } from './row.js';
import { sameBytes } from './same-bytes.js';
import { ShardedKeyCoder } from './sharded-key.js';
import { StateBackedIterableCoder } from './state-backed-iterable.js';
import { StringUtf8Coder } from './string-utf8.js';
import { TimerCoder } from './timer.js';
import { coderUrns, hornbeamCoderUrns } from './urns.js';
import { INT64_PAYLOAD, Int64Coder, VarIntCoder } from './varint.js';
import { WindowedValueCoder } from './windowed-value.js';

export { sameCoder } from './same-coder.js';

/** What coders need beside their URN, components and payload; whoever reads the plan provides it. */
export interface CoderContext {
  /** Reads the payload of a row coder, a `Schema` message of schema.proto. */
  readonly parseSchema?: (payload: Uint8Array) => Schema;
  /** Reads the end of iterables that stays in the runner's state. */
  readonly readRest?: RestReader;
  /** The classes whose instances the generic coder takes. */
  readonly classes?: ClassRegistry;
  /** Coders beside the standard ones, by URN. */
  readonly coders?: CoderTable;
}

/** Makes a coder of one URN. */
export interface CoderFactory {
  /** How many components the coder has. */
  readonly arity: number;
  make(components: readonly Coder<any>[], payload: Uint8Array, context: CoderContext): Coder<any>;
}

/** Factories by URN. */
export type CoderTable = Readonly<Record<string, CoderFactory>>;

const atom = (make: (payload: Uint8Array, context: CoderContext) => Coder<any>): CoderFactory => ({
  arity: 0,
  make: (_components, payload, context) => make(payload, context),
});

const around = (make: (value: Coder<any>, context: CoderContext) => Coder<any>): CoderFactory => ({
  arity: 1,
  make: ([value], _payload, context) => make(value!, context),
});

const pairing = (make: (a: Coder<any>, b: Coder<any>, payload: Uint8Array) => Coder<any>): CoderFactory => ({
  arity: 2,
  make: ([a, b], payload) => make(a!, b!, payload),
});

/** All coders that hornbeam knows by itself. */
export const standardCoders: CoderTable = {
  [coderUrns.bytes]: atom(() => new BytesCoder()),
  [coderUrns.stringUtf8]: atom(() => new StringUtf8Coder()),
  [coderUrns.bool]: atom(() => new BoolCoder()),
  [coderUrns.varint]: atom((payload) =>
    sameBytes(payload, INT64_PAYLOAD) ? new Int64Coder() : new VarIntCoder(),
  ),
  [coderUrns.double]: atom((payload) => new DoubleCoder({ canonical: isCanonicalPayload(payload) })),
  [coderUrns.kv]: pairing((key, value) => new KvCoder(key, value)),
  [coderUrns.iterable]: around((element, { readRest }) => new IterableCoder(element, readRest)),
  [coderUrns.stateBackedIterable]: around(
    (element, { readRest }) => new StateBackedIterableCoder(element, readRest),
  ),
  [coderUrns.lengthPrefix]: around((value) => new LengthPrefixCoder(value)),
  [coderUrns.nullable]: around((value) => new NullableCoder(value)),
  [coderUrns.globalWindow]: atom(() => new GlobalWindowCoder()),
  [coderUrns.intervalWindow]: atom(() => new IntervalWindowCoder()),
  [hornbeamCoderUrns.labelledWindow]: atom(() => new LabelledWindowCoder()),
  [coderUrns.customWindow]: around((window) => new CustomWindowCoder(window)),
  [coderUrns.windowedValue]: pairing((value, window) => new WindowedValueCoder(value, window)),
  [coderUrns.paramWindowedValue]: pairing(
    (value, window, payload) => new ParamWindowedValueCoder(value, window, payload),
  ),
  [coderUrns.timer]: pairing((key, window) => new TimerCoder(key, window)),
  [coderUrns.shardedKey]: around((key) => new ShardedKeyCoder(key)),
  [coderUrns.row]: atom((payload, { parseSchema }) => {
    if (parseSchema === undefined) {
      throw new BeamError('E_INTERNAL', 'A row coder was asked for where no schema can be read.');
    }
    return new RowCoder(parseSchema(payload));
  }),
  [hornbeamCoderUrns.generic]: atom(
    (payload, { classes }) => new GenericCoder({ canonical: isCanonicalPayload(payload), classes }),
  ),
};

/**
 * The coder that a plan describes.
 * @throws BeamError `E_UNSUPPORTED` for a URN that is not known, `E_BAD_PLAN` for a wrong number of components
 */
export function coderFromSpec(
  urn: string,
  components: readonly Coder<any>[],
  payload: Uint8Array,
  context: CoderContext = {},
): Coder<any> {
  const factory = entry(context.coders, urn) ?? entry(standardCoders, urn);
  if (factory === undefined) {
    throw new BeamError('E_UNSUPPORTED', `The plan asks for the coder ${urn}, which is not known here.`, {
      help: 'use a standard coder of Beam, or give the worker a coder for this URN',
    });
  }
  if (components.length !== factory.arity) {
    const message = `The coder ${urn} has ${factory.arity} component(s), but the plan gives it ${components.length}.`;
    throw new BeamError('E_BAD_PLAN', message, { help: 'check the SDK that made the plan' });
  }
  return factory.make(components, payload, context);
}

const entry = (table: CoderTable | undefined, urn: string): CoderFactory | undefined =>
  table !== undefined && Object.hasOwn(table, urn) ? table[urn] : undefined;
