/**
 * The types of state and timers, checked by the compiler: what must be inferred, and, under each `@ts-expect-error`,
 * what must not compile. Nothing here runs.
 */
import { z } from 'zod';
import {
  bagState,
  combiningState,
  counter,
  doFn,
  double,
  eventTimer,
  type Instant,
  type KV,
  mapState,
  multimapState,
  orderedListState,
  out,
  type PCollection,
  type ProcessingTimer,
  processingTimer,
  row,
  setState,
  string,
  sum,
  type Timer,
  valueState,
} from '../index.js';

/** True only for types that are the same, `any` and optional properties included. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Takes `true` where both are the same type: `same<Actual, Expected>(true)`. */
declare function same<A, B>(equal: Same<A, B>): void;

interface Txn {
  card: string;
  amount: number;
}

declare const txns: PCollection<Txn>;
declare const byCard: PCollection<KV<string, Txn>>;

export function inference(): void {
  const alerts = byCard.parDo({
    uses: { last: valueState<Txn>(), quiet: eventTimer(), flush: processingTimer(), seen: counter() },
    process({ key, value }, { last, quiet, flush, seen, timestamp, window }) {
      same<typeof key, string>(true);
      same<typeof value, Txn>(true);
      same<typeof quiet, Timer>(true);
      same<typeof flush, ProcessingTimer>(true);
      const before = last.read();
      same<typeof before, Txn | undefined>(true);
      last.write(value);
      seen.inc();
      quiet.set(window.maxTimestamp, { tag: 'a', output: timestamp });
      flush.set(flush.now() + 1000);
      return before === undefined ? [] : [before.amount];
    },
    onTimer: {
      quiet({ key, last, fireAt, tag, timestamp }) {
        same<typeof key, string>(true);
        same<typeof fireAt, Instant>(true);
        same<typeof tag, string>(true);
        same<typeof timestamp, Instant>(true);
        const value = last.read();
        last.clear();
        return value === undefined ? [] : [value.amount];
      },
      *flush({ last }) {
        yield last.read()?.amount ?? 0;
      },
    },
    onWindowExpiration({ key, last }) {
      same<typeof key, string>(true);
      return [last.read()?.amount ?? 0];
    },
  });
  same<typeof alerts, PCollection<number>>(true);
}

export function kinds(): void {
  const Point = row({ x: double, name: string });
  byCard.parDo({
    uses: {
      bag: bagState(z.object({ n: z.number() })),
      point: valueState(Point, { ttl: '1h' }),
      total: combiningState(sum),
      cards: setState<string>(),
      counts: mapState<string, number>(),
      lists: multimapState<string, Txn>(),
      history: orderedListState<Txn>(),
    },
    process({ value }, { bag, point, total, cards, counts, lists, history }) {
      bag.add({ n: 1 });
      // @ts-expect-error: the schema wants a number
      bag.add({ n: 'one' });
      same<ReturnType<typeof point.read>, { x: number; name: string } | undefined>(true);
      total.add(1);
      // @ts-expect-error: sums are of numbers
      total.add('one');
      same<ReturnType<typeof total.read>, number>(true);
      same<ReturnType<typeof cards.add>, boolean>(true);
      same<ReturnType<typeof counts.get>, number | undefined>(true);
      // @ts-expect-error: values are numbers
      counts.set('a', 'b');
      same<ReturnType<typeof lists.get>, Iterable<Txn>>(true);
      history.add(new Date(0), value);
      for (const { at, value } of history.read(0)) {
        same<typeof at, Instant>(true);
        same<typeof value, Txn>(true);
      }
    },
  });
  // @ts-expect-error: a time to live is a duration
  valueState<Txn>(undefined, { ttl: 'an hour' });
}

export function mistakes(): void {
  // @ts-expect-error: no timer has the name of the second callback
  byCard.parDo({
    uses: { quiet: eventTimer() },
    process: () => [1],
    onTimer: { quiet() {}, silent() {} },
  });
  // @ts-expect-error: state has no callback
  byCard.parDo({
    uses: { last: valueState<Txn>(), quiet: eventTimer() },
    process: () => [1],
    onTimer: { last() {}, quiet() {} },
  });
  byCard.parDo({
    uses: { last: valueState<Txn>(), quiet: eventTimer() },
    process({ value }, { last }) {
      // @ts-expect-error: a value of another type
      last.write(value.amount);
      // @ts-expect-error: state is no timer
      last.set(5);
    },
    onTimer: { quiet() {} },
  });
  byCard.parDo({
    uses: { last: valueState<Txn>() },
    // @ts-expect-error: not declared
    process(_, { first }) {
      return [first];
    },
  });
}

export function keys(): void {
  // @ts-expect-error: state belongs to a key
  txns.parDo({
    uses: { last: valueState<Txn>() },
    process(txn: Txn) {
      return [txn];
    },
  });
  // @ts-expect-error: timers belong to a key
  txns.parDo({ uses: { quiet: eventTimer() }, process: () => [1], onTimer: { quiet() {} } });
  const plain = txns.parDo({ uses: { seen: counter(), limit: 5 }, process: (txn) => [txn.amount] });
  same<typeof plain, PCollection<number>>(true);
}

export function outputs(): void {
  const { main, review } = byCard.parDo({
    uses: { last: valueState<Txn>(), quiet: eventTimer() },
    outputs: { main: out<string>(), review: out<Txn>() },
    process({ key }, { emit }) {
      emit(key);
    },
    onTimer: {
      quiet({ key, last, emit, out }) {
        emit(key);
        const value = last.read();
        if (value !== undefined) out.review(value);
        // @ts-expect-error: the main output is of texts
        emit(5);
      },
    },
  });
  same<typeof main, PCollection<string>>(true);
  same<typeof review, PCollection<Txn>>(true);
}

export function standing(): void {
  const detect = doFn<KV<string, Txn>>()({
    uses: { last: valueState<Txn>() },
    process({ value }, { last }) {
      last.write(value);
      return [value.amount];
    },
  });
  const amounts = byCard.parDo(detect);
  same<typeof amounts, PCollection<number>>(true);
  // @ts-expect-error: elements of another type
  txns.parDo(detect);
}
