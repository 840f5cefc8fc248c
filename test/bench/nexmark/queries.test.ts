import { DirectRunner } from '@hornbeam/direct';
import { describe, expect, test } from 'vitest';
import { longestAuction } from './longest-auction.mjs';
import { queries } from './queries.mjs';
import { bothResults } from './same-results.mjs';

/** Seven minutes of events: sessions end, and many windows open and close. */
const inOrder = { gapMicros: 40_000 };
/** Events up to a second late, but none behind the watermark. */
const outOfOrder = { gapMicros: 40_000, groupSize: 20 };
const COUNT = 10_000;

describe.each(queries)('query $number, $title', (query) => {
  test.each([
    { input: 'a bounded input', streaming: false, generator: inOrder },
    { input: 'events as they come', streaming: true, generator: inOrder },
    { input: 'events out of order', streaming: true, generator: outOfOrder },
  ])('gives of $input what plain loops give', async ({ streaming, generator }) => {
    const { actual, expected } = await bothResults(query, {
      runner: new DirectRunner(),
      count: COUNT,
      streaming,
      generator,
      longestAuction: longestAuction(generator.gapMicros),
    });
    expect(expected.length).toBeGreaterThan(0);
    expect(actual).toEqual(expected);
  });
});
