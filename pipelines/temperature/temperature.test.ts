import { DirectRunner } from '@hornbeam/direct';
import { describe, expect, it } from 'vitest';
import { plainRows } from '../plain-rows.js';
import { printedRun } from '../printed-run.js';
import { sampleData } from '../sample-data.js';
import temperature from './pipeline.js';

const runner = new DirectRunner();

/** The lines by a plain loop over the file: each reading goes to the twelfth of an hour that its number falls in. */
function summarisedByLoop(): string[] {
  const groups = new Map<string, string[]>();
  for (const [reading, sensor, , , celsius] of plainRows(sampleData('sensor-readings.csv.gz'))) {
    const minute = 5 * Math.floor((Number(reading) - 1) / 60);
    const clock = [Math.floor(minute / 60), minute % 60].map((n) => String(n).padStart(2, '0')).join(':');
    const group = `2010-05-09 ${clock}  sensor ${sensor}`;
    groups.set(group, [...(groups.get(group) ?? []), celsius!]);
  }
  return [...groups]
    .map(([group, values]) => {
      const hundredths = values.map((value) => Math.round(Number(value) * 100));
      const average = hundredths.reduce((total, n) => total + n, 0) / values.length / 100;
      const [low, high] = [Math.min(...hundredths), Math.max(...hundredths)].map((n) => (n / 100).toFixed(2));
      return `${group}  ${average.toFixed(2)} °C  ${low} to ${high}  ${values.length} readings`;
    })
    .sort();
}

describe('the average temperature every 5 minutes', () => {
  it('is what a plain loop finds in the real readings', async () => {
    const { lines } = await printedRun(runner, temperature);
    expect(lines).toHaveLength(317);
    expect(lines).toEqual(summarisedByLoop());
  });
});
