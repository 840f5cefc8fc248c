import type { Coder } from '../model/coders/coder.js';
import { GenericCoder } from '../model/coders/generic.js';
import { keyCoder } from '../model/coders/key-coder.js';
import { toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import { coderForSchema } from '../model/schema/standard-schema.js';
import type { CombineFn } from './combine-fn.js';
import type {
  BagState,
  CombiningState,
  MapState,
  MultimapState,
  OrderedListState,
  SetState,
  StateKind,
  StateOptions,
  StateUse,
  ValueForm,
  ValueState,
} from './state-uses.js';

/**
 * State of one value: `uses: { last: valueState<Txn>() }`, or `valueState(Txn)` with a schema, which also says how
 * it is written.
 */
export const valueState = <T>(form?: ValueForm<T>, options?: StateOptions): StateUse<ValueState<T>> =>
  declare('value', coderOf(form), options);

/** State of many values, in the order they are added. */
export const bagState = <T>(form?: ValueForm<T>, options?: StateOptions): StateUse<BagState<T>> =>
  declare('bag', coderOf(form), options);

/** State that keeps what a combine function makes of the values: `combiningState(sum)`. */
export const combiningState = <I, A, O>(
  combineFn: CombineFn<I, A, O>,
  options?: StateOptions,
): StateUse<CombiningState<I, O>> => ({
  ...declare<CombiningState<I, O>>('combining', combineFn.accumulatorCoder ?? new GenericCoder(), options),
  combineFn,
});

/**
 * State of different values; two are the same when their coder writes the same bytes.
 * @throws BeamError `E_NOT_DETERMINISTIC` for a form that can write equal values as different bytes
 */
export const setState = <T>(form?: ValueForm<T>, options?: StateOptions): StateUse<SetState<T>> =>
  declare('set', keyCoder(coderOf(form)), options);

/**
 * State of values by key; two keys are the same when their coder writes the same bytes.
 * @throws BeamError `E_NOT_DETERMINISTIC` for a form of keys that can write equal ones as different bytes
 */
export const mapState = <K, V>(
  keyForm?: ValueForm<K>,
  valueForm?: ValueForm<V>,
  options?: StateOptions,
): StateUse<MapState<K, V>> => ({
  ...declare<MapState<K, V>>('map', coderOf(valueForm), options),
  keyCoder: keyCoder(coderOf(keyForm)),
});

/**
 * State of many values by key; two keys are the same when their coder writes the same bytes.
 * @throws BeamError `E_NOT_DETERMINISTIC` for a form of keys that can write equal ones as different bytes
 */
export const multimapState = <K, V>(
  keyForm?: ValueForm<K>,
  valueForm?: ValueForm<V>,
  options?: StateOptions,
): StateUse<MultimapState<K, V>> => ({
  ...declare<MultimapState<K, V>>('multimap', coderOf(valueForm), options),
  keyCoder: keyCoder(coderOf(keyForm)),
});

/** State of values by moment, in order of time. */
export const orderedListState = <T>(
  form?: ValueForm<T>,
  options?: StateOptions,
): StateUse<OrderedListState<T>> => declare('orderedList', coderOf(form), options);

function declare<T>(kind: StateKind, coder: Coder<any>, options: StateOptions | undefined): StateUse<T> {
  const ttl = options?.ttl === undefined ? undefined : toMillis(options.ttl);
  if (ttl !== undefined && ttl <= 0) {
    throw new BeamError('E_BAD_ARGUMENT', `State must live for longer than ${ttl} ms.`, {
      help: "write a time to live such as { ttl: '1h' }",
    });
  }
  return { '~use': 'state', kind, coder, ttl };
}

function coderOf<T>(form: ValueForm<T> | undefined): Coder<T> {
  if (form === undefined) return new GenericCoder() as Coder<T>;
  return '~standard' in form ? coderForSchema(form) : form;
}
