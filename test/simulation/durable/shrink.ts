/** Makes a seed that fails small: fewer elements, fewer lives, a plainer pipeline, as long as it fails. */
import type { Event, Item, Scenario } from '../scenario.js';
import {
  CALM_AFTER,
  type DurableSettings,
  durableScenario,
  type Flaws,
  simulateDurable,
} from './simulate-durable.js';

/** A run that fails, and can be run again. */
export interface SmallFailure {
  readonly settings: Required<Pick<DurableSettings, 'scenario' | 'schedule' | 'calmAfter'>>;
  readonly problems: readonly string[];
  /** Elements before and after. */
  readonly from: number;
  readonly to: number;
}

/** Another scenario has another schedule: so many are tried for each. */
const SCHEDULES = 6;
/** Runs at most, since each is some ms. */
const MOST_RUNS = 2000;

/** The smallest failure that is found from a seed; undefined where the seed passes. */
export async function shrink(seed: number, flaws: Flaws = {}): Promise<SmallFailure | undefined> {
  let runs = 0;
  const attempt = async (
    scenario: Scenario,
    calmAfter: number,
    schedules: readonly number[],
  ): Promise<SmallFailure | undefined> => {
    for (const schedule of schedules) {
      if (runs++ >= MOST_RUNS) return undefined;
      const settings = { scenario, schedule, calmAfter };
      const { problems } = await simulateDurable(seed, { ...settings, flaws });
      if (problems.length > 0) return { settings, problems, from: 0, to: itemsOf(scenario).length };
    }
    return undefined;
  };
  const whole = durableScenario(seed);
  const first = await attempt(whole, CALM_AFTER, [seed]);
  if (first === undefined) return undefined;
  let best: SmallFailure = first;
  const schedules = (): number[] => [
    best.settings.schedule,
    ...Array.from({ length: SCHEDULES - 1 }, (_, i) => seed + 1_000_003 * (i + 1)),
  ];
  for (let lives = 1; lives < CALM_AFTER; lives++) {
    const fewer = await attempt(whole, lives, schedules());
    if (fewer === undefined) continue;
    best = fewer;
    break;
  }
  for (
    let size = Math.ceil(itemsOf(whole).length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < itemsOf(best.settings.scenario).length; ) {
      const { scenario, calmAfter }: SmallFailure['settings'] = best.settings;
      const items = itemsOf(scenario);
      const rest = [...items.slice(0, at), ...items.slice(at + size)];
      const smaller: SmallFailure | undefined =
        rest.length === 0
          ? undefined
          : await attempt({ ...scenario, events: eventsOf(rest) }, calmAfter, schedules());
      if (smaller === undefined) at += size;
      else best = smaller;
    }
  }
  const plain = await attempt(
    { ...best.settings.scenario, isSlow: false },
    best.settings.calmAfter,
    schedules(),
  );
  return { ...(plain ?? best), from: itemsOf(whole).length };
}

const itemsOf = ({ events }: Scenario): readonly Item[] =>
  events.flatMap((event) => (event.kind === 'add' ? event.items : []));

/** Sources other than a script look at elements only. */
const eventsOf = (items: readonly Item[]): Event[] => [{ kind: 'add', items }];
