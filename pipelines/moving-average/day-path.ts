import { seededRandom } from '../seeded-random.js';

/** What is known of a day at the stock exchange, in dollars. */
export interface DailyBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/**
 * A made-up way through a real day: one price for each minute. It begins at the open, ends at the close, touches the
 * high and the low once or more and never leaves the stretch between them. Prices are whole cents except where the
 * bar itself is finer. The same seed gives the same way.
 */
export function dayPath({ open, high, low, close }: DailyBar, minutes: number, seed: string): number[] {
  const random = seededRandom(seed);
  // The extremes are touched within the day, in either order.
  const first = 1 + Math.floor(random() * (minutes - 3));
  const second = first + 1 + Math.floor(random() * (minutes - 2 - first));
  const [early, late] = random() < 0.5 ? [high, low] : [low, high];
  const fixed = [
    { minute: 0, price: open },
    { minute: first, price: early },
    { minute: second, price: late },
    { minute: minutes - 1, price: close },
  ];
  const path = new Array<number>(minutes).fill(Number.NaN);
  for (const { minute, price } of fixed) path[minute] = price;
  for (let i = 1; i < fixed.length; i++) {
    bridge(path, fixed[i - 1]!.minute, fixed[i]!.minute, (high - low) / Math.sqrt(minutes), random);
  }
  return path.map((price, minute) =>
    fixed.some((point) => point.minute === minute)
      ? price
      : Math.min(high, Math.max(low, Math.round(price * 100) / 100)),
  );
}

/** Walks from one known minute to another: each step goes a part of the way that is left, and to and fro. */
function bridge(path: number[], from: number, to: number, stride: number, random: () => number): void {
  for (let minute = from + 1; minute < to; minute++) {
    const here = path[minute - 1]!;
    path[minute] = here + (path[to]! - here) / (to - minute + 1) + stride * (random() * 2 - 1);
  }
}
