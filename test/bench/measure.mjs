/** Times contenders in turn, A B A B …, so that a machine whose speed drifts favours nobody. */

/**
 * @param {Record<string, () => Promise<unknown>>} contenders
 * @param {number} rounds counted rounds; one more before them warms up
 * @returns {Promise<Record<string, { min: number, median: number }>>} milliseconds
 */
export async function measure(contenders, rounds) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      globalThis.gc?.();
      const started = performance.now();
      await run();
      const took = performance.now() - started;
      if (round >= 0) times[name].push(took);
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, list]) => {
      list.sort((a, b) => a - b);
      return [name, { min: list[0], median: list[Math.floor(list.length / 2)] }];
    }),
  );
}

/** Two digits are all that a shared machine's clock is good for. */
export const rounded = (value) => Number(value.toPrecision(3));
