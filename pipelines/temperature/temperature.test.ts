import { DirectRunner } from '@hornbeam/direct';
import { at, observe, testStream } from '@hornbeam/sdk/testing';
import { describe, expect, it } from 'vitest';
import { plainRows } from '../plain-rows.js';
import { printedRun } from '../printed-run.js';
import { sampleData } from '../sample-data.js';
import { averageTemperature } from './average-temperature.js';
import temperature from './pipeline.js';
import type { Reading } from './reading.js';

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
      const readings = values.length === 1 ? '1 reading' : `${values.length} readings`;
      return `${group}  ${average.toFixed(2)} °C  ${low} to ${high}  ${readings}`;
    })
    .sort();
}

describe('the average temperature every 5 minutes', () => {
  it('is what a plain loop finds in the real readings', async () => {
    const { lines } = await printedRun(runner, temperature);
    expect(lines).toHaveLength(317);
    expect(lines).toEqual(summarisedByLoop());
  });

  it('is the same when the readings come as a stream', async () => {
    const { lines } = await printedRun(runner, temperature, { speed: 1e9 });
    expect(lines.toSorted()).toEqual(summarisedByLoop());
  });
});

describe('readings that come late', () => {
  const moment = (time: string): number => Date.parse(`2010-05-09T${time}Z`);
  const reading = (time: string, celsius: number) =>
    at<Reading>({ sensor: '1', celsius, at: moment(time) }, moment(time));

  it('correct their window within the lateness, and are dropped and counted after it', async () => {
    const readings = testStream<Reading>()
      .add(reading('00:06:00', 30), reading('00:03:00', 22), reading('00:01:00', 20))
      .advanceWatermarkTo(moment('00:05:00'))
      .add(reading('00:04:59', 27))
      .advanceWatermarkTo(moment('00:34:59'))
      .add(reading('00:00:00', 19))
      .advanceWatermarkTo(moment('00:35:00'))
      .add(reading('00:04:00', 99), reading('00:05:00', 32));
    const { output, result } = await observe((p) => averageTemperature(p.read(readings), '30m'), { runner });
    expect(output.map(({ value, pane }) => [value, pane.timing])).toEqual([
      ['2010-05-09 00:00  sensor 1  21.00 °C  20.00 to 22.00  2 readings', 'on-time'],
      ['2010-05-09 00:00  sensor 1  23.00 °C  20.00 to 27.00  3 readings  corrected', 'late'],
      ['2010-05-09 00:05  sensor 1  30.00 °C  30.00 to 30.00  1 reading', 'on-time'],
      ['2010-05-09 00:00  sensor 1  22.00 °C  19.00 to 27.00  4 readings  corrected', 'late'],
      ['2010-05-09 00:05  sensor 1  31.00 °C  30.00 to 32.00  2 readings  corrected', 'late'],
    ]);
    expect(result.metric('droppedDueToLateness')).toEqual({ kind: 'counter', value: 1 });
  });
});
