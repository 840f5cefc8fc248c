import type { Instant } from '@hornbeam/sdk';
import { minuteText } from '../minute-text.js';

/** What a sensor measured in one window. */
export interface Summary {
  /** Degrees Celsius. */
  readonly average: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly readings: number;
}

/**
 * A line such as `2010-05-09 00:05  sensor 1  27.93 °C  27.80 to 28.01  60 readings`. Windows are never empty.
 * @param corrected that the line takes the place of an earlier one
 */
export function summaryLine(sensor: string, start: Instant, summary: Summary, corrected: boolean): string {
  const { average, low, high, readings } = summary;
  const line = [
    minuteText(start),
    `sensor ${sensor}`,
    `${average.toFixed(2)} °C`,
    `${low!.toFixed(2)} to ${high!.toFixed(2)}`,
    readings === 1 ? '1 reading' : `${readings} readings`,
  ];
  return (corrected ? [...line, 'corrected'] : line).join('  ');
}
