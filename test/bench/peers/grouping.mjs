/** Groups four times more than the memory budget allows, and prints what it took as JSON. */
import { DirectRunner } from '@hornbeam/direct';
import { pipeline, run } from '@hornbeam/sdk';

const BUDGET = 64 * 1024 * 1024;
const VALUE = 'x'.repeat(200);
const COUNT = Math.ceil((4 * BUDGET) / VALUE.length);

const started = performance.now();
let grouped = 0;
const result = await run(
  pipeline((p) => {
    p.create([0])
      .flatMap(function* values() {
        for (let i = 0; i < COUNT; i++) yield { key: i % 5000, value: VALUE + i };
      })
      .groupByKey()
      .map(({ value }) => {
        for (const one of value) grouped += one.length > 0 ? 1 : 0;
        return null;
      });
  }),
  { runner: new DirectRunner({ memoryBudget: BUDGET }) },
);
if (grouped !== COUNT) throw new Error(`${grouped} of ${COUNT} values came out of the grouping`);
console.log(
  JSON.stringify({
    groupingBudgetMB: BUDGET / 1024 / 1024,
    groupingInputMB: Math.round((COUNT * VALUE.length) / 1024 / 1024),
    groupingSpilledMB: Math.round(result.spilledBytes / 1024 / 1024),
    groupingPeakRssMB: Math.round(process.resourceUsage().maxRSS / 1024),
    groupingMs: Math.round(performance.now() - started),
  }),
);
