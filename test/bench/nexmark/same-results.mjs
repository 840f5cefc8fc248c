/** Whether a query's pipeline gives what the plain loops give. */
import { observe } from '@hornbeam/sdk/testing';
import { events } from './generator.mjs';
import { references } from './reference.mjs';
import { flowing, recorded } from './source.mjs';

/** Results as lines in the order of their text, equal for equal results. */
export const sortedLines = (results) => results.map((result) => JSON.stringify(result)).sort();

/** Only the last pane of each seller is the same however the sales arrive. */
function lastPanes(observed) {
  const last = new Map();
  for (const element of observed) {
    const before = last.get(element.value.seller);
    if (before === undefined || element.pane.index > before.pane.index)
      last.set(element.value.seller, element);
  }
  return [...last.values()].map(({ value }) => value);
}

/** All panes of each person together. */
function sums(observed) {
  const counts = new Map();
  for (const { value } of observed) counts.set(value.bidder, (counts.get(value.bidder) ?? 0) + value.count);
  return [...counts].map(([bidder, count]) => ({ bidder, count }));
}

/** What is compared of the results, where it is not all of them. */
const comparable = new Map([
  [6, lastPanes],
  [12, sums],
]);

/**
 * Runs a query and the plain loops on the same events.
 * @param {import('./queries.mjs').Query} query
 * @param {{ runner: import('@hornbeam/sdk').Runner, count: number, streaming: boolean, longestAuction: number,
 *   generator: import('./generator.mjs').GeneratorSettings }} settings
 * @returns {Promise<{ actual: string[], expected: string[] }>} lines to compare
 */
export async function bothResults({ number, expand }, settings) {
  const { runner, count, streaming, generator } = settings;
  const source = (streaming ? flowing : recorded)(count, generator);
  const { output } = await observe((root) => expand(root.read(source), settings), { runner, streaming });
  const values = comparable.get(number)?.(output) ?? output.map(({ value }) => value);
  const input = [...events(count, generator)];
  return { actual: sortedLines(values), expected: sortedLines(references.get(number)(input)) };
}
