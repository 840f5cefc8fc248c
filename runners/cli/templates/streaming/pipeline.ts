import { type PCollection, pipeline, sessions } from '@hornbeam/sdk';
import { generate, print } from '@hornbeam/sdk/io';
import { z } from 'zod';

const options = z.object({
  rate: z.coerce.number().positive().default(20).describe('Clicks a second'),
  pause: z.coerce.number().positive().default(2).describe('Seconds without a click that end a visit'),
});

export interface Click {
  user: string;
  page: string;
}

const pages = ['home', 'search', 'product', 'basket', 'checkout'];

/** A made-up click; the same number gives the same one. Every user comes and goes. */
const click = (n: number): Click => ({
  user: `user ${Math.floor(n / 40) % 7}`,
  page: pages[(n * n) % pages.length]!,
});

/** What each user did in one visit: a session of clicks without a pause of `seconds`. */
export const visits = (clicks: PCollection<Click>, seconds: number): PCollection<string> =>
  clicks
    .keyBy(({ user }) => user)
    .windowInto(sessions(seconds * 1000), { allowedLateness: '10s' })
    .groupByKey()
    .map(function visit({ key, value }, { window }) {
      const seen = [...value].map(({ page }) => page);
      const length = (window.end - window.start) / 1000 - seconds;
      return `${key}: ${seen.length} pages in ${length.toFixed(1)} s, the last was ${seen.at(-1)}`;
    });

/** Prints each visit when it is over. Runs until it is stopped: Ctrl-C lets open visits come out first. */
export default pipeline({ name: 'visits', options }, (p, { rate, pause }) => {
  visits(p.read(generate({ rate, element: click })), pause).write(print());
});
