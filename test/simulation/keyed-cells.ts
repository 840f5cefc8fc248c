/**
 * State and timers of a step as the reference has them: plain values by key and window, and a list of timers. Shares
 * nothing with the runner. When a timer fires is said by whoever plays the step through.
 */
import { isState, isTimer, type StateUse, type TimeDomain, type Uses } from '@hornbeam/sdk/construction';

/** A timer that is set. */
export interface SetTimer {
  readonly name: string;
  readonly tag: string;
  readonly domain: TimeDomain;
  readonly at: number;
  /** The timestamp of what its callback makes. */
  readonly output: number;
}

/** What a callback has around it when it sets a timer. */
export interface Around {
  /** The clock. */
  readonly now: number;
  /** The timestamp of the element or timer in hand. */
  readonly timestamp: number;
}

/** What a callback is handed for one key and window, and the timers that it has set. */
export interface Cells {
  readonly given: Readonly<Record<string, unknown>>;
  /** Takes the event timer that is due first, of those before a moment. */
  nextTimer(before?: number): SetTimer | undefined;
  /** The timers of the clock up to a moment, in the order in which they are due. */
  bells(upTo: number): readonly SetTimer[];
  /** Takes a timer; false when it was cleared or moved meanwhile. */
  take(timer: SetTimer): boolean;
}

const AT_REST: Around = { now: 0, timestamp: 0 };

/** New cells: all of them empty, no timer set. */
export function cellsOf(uses: Uses, around: () => Around = () => AT_REST): Cells {
  const timers = new Map<string, SetTimer>();
  const given: Record<string, unknown> = {};
  const inOrder = (domain: TimeDomain): SetTimer[] =>
    [...timers.values()].filter((timer) => timer.domain === domain).sort((a, b) => a.at - b.at);
  const take = (timer: SetTimer): boolean => {
    const id = `${timer.name}/${timer.tag}`;
    return timers.get(id) === timer && timers.delete(id);
  };
  for (const [name, use] of Object.entries(uses)) {
    if (isState(use)) given[name] = cellOf(use);
    else if (isTimer(use)) {
      const { domain } = use;
      const set = (at: number, options: { tag?: string; output?: number } = {}): void => {
        const { tag = '', output = domain === 'event' ? at : around().timestamp } = options;
        timers.delete(`${name}/${tag}`); // one that is moved is set anew: the last of its moment
        timers.set(`${name}/${tag}`, { name, tag, domain, at, output });
      };
      const clear = (tag = ''): void => void timers.delete(`${name}/${tag}`);
      given[name] = { set, clear, now: () => around().now };
    }
  }
  return {
    given,
    take,
    nextTimer(before = Number.POSITIVE_INFINITY) {
      const [first] = inOrder('event');
      return first !== undefined && first.at < before && take(first) ? first : undefined;
    },
    bells: (upTo) => inOrder('processing').filter(({ at }) => at <= upTo),
  };
}

function cellOf({ kind, combineFn }: StateUse<unknown>): object {
  switch (kind) {
    case 'value': {
      let values: unknown[] = [];
      return {
        read: () => values[0],
        write(value: unknown): void {
          values = [value];
        },
        clear(): void {
          values = [];
        },
      };
    }
    case 'set':
      return setOf(new Set());
    case 'map':
      return mapOf(new Map());
    case 'multimap':
      return multimapOf([]);
    case 'orderedList':
      return orderedListOf([]);
    case 'bag':
      return listOf((values) => [...values]);
    case 'combining':
      return listOf((values) => combineFn!.extract(values.reduce(combineFn!.add, combineFn!.create())));
  }
}

function listOf(read: (values: readonly unknown[]) => unknown): object {
  let values: unknown[] = [];
  return {
    add: (value: unknown): void => void values.push(value),
    read: () => read(values),
    get isEmpty() {
      return values.length === 0;
    },
    clear(): void {
      values = [];
    },
  };
}

const setOf = (values: Set<unknown>): object => ({
  add(value: unknown): boolean {
    const isNew = !values.has(value);
    values.add(value);
    return isNew;
  },
  has: (value: unknown) => values.has(value),
  delete: (value: unknown) => values.delete(value),
  read: () => [...values],
  get size() {
    return values.size;
  },
  clear: () => values.clear(),
});

const mapOf = (values: Map<unknown, unknown>): object => ({
  get: (key: unknown) => values.get(key),
  has: (key: unknown) => values.has(key),
  set: (key: unknown, value: unknown): void => void values.set(key, value),
  delete: (key: unknown) => values.delete(key),
  keys: () => [...values.keys()],
  entries: () => [...values],
  get size() {
    return values.size;
  },
  clear: () => values.clear(),
});

function multimapOf(pairs: [key: unknown, value: unknown][]): object {
  const has = (key: unknown): boolean => pairs.some(([other]) => other === key);
  return {
    has,
    get: (key: unknown) => pairs.filter(([other]) => other === key).map(([, value]) => value),
    add: (key: unknown, value: unknown): void => void pairs.push([key, value]),
    delete(key: unknown): boolean {
      const isThere = has(key);
      pairs = pairs.filter(([other]) => other !== key);
      return isThere;
    },
    keys: () => [...new Set(pairs.map(([key]) => key))],
    entries: () => [...pairs],
    clear(): void {
      pairs = [];
    },
  };
}

function orderedListOf(entries: { at: number; value: unknown }[]): object {
  const isIn = (at: number, from: number, to: number): boolean => from <= at && at < to;
  return {
    add(at: number, value: unknown): void {
      entries = [...entries, { at, value }].sort((a, b) => a.at - b.at);
    },
    read: (from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY) =>
      entries.filter(({ at }) => isIn(at, from, to)),
    clear(from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): void {
      entries = entries.filter(({ at }) => !isIn(at, from, to));
    },
  };
}
