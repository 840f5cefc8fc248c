import { formatInstant, type Instant } from '@hornbeam/sdk';

/** What a sensor measured in one window. */
export interface Summary {
  /** Degrees Celsius. */
  readonly average: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly readings: number;
}

/** A line such as `2010-05-09 00:05  sensor 1  27.93 °C  27.80 to 28.01  60 readings`. Windows are never empty. */
export function summaryLine(
  sensor: string,
  start: Instant,
  { average, low, high, readings }: Summary,
): string {
  const time = formatInstant(start).slice(0, 'YYYY-MM-DDThh:mm'.length).replace('T', ' ');
  const range = `${low!.toFixed(2)} to ${high!.toFixed(2)}`;
  return `${time}  sensor ${sensor}  ${average.toFixed(2)} °C  ${range}  ${readings} readings`;
}
