import type { LogRecord } from '@hornbeam/sdk';
import { preview } from '@hornbeam/sdk/model';
import type { Palette } from '../terminal/palette.js';
import { printable } from '../terminal/text-width.js';

/** A log record as one line for people: `12:00:01 warn [Parse] no amount {"line":7}`. Times are UTC. */
export function logLine(record: LogRecord, now: number, paint: Palette): string {
  const { severity, message, step, details } = record;
  const colour = { debug: paint.dim, info: paint.green, warn: paint.yellow, error: paint.red }[severity];
  const parts = [
    paint.dim(new Date(now).toISOString().slice(11, 19)),
    colour(severity.padEnd(5)),
    ...(step === undefined ? [] : [paint.cyan(`[${printable(step)}]`)]),
    printable(message),
    ...(details === undefined || Object.keys(details).length === 0
      ? []
      : [paint.dim(printable(preview(details)))]),
  ];
  return parts.join(' ');
}
