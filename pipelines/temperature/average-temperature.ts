import {
  afterCount,
  afterWatermark,
  count,
  type Duration,
  fixed,
  max,
  mean,
  min,
  type PCollection,
} from '@hornbeam/sdk';
import type { Reading } from './reading.js';
import { summaryLine } from './summary-line.js';

/**
 * What each sensor measured in every 5 minutes, a line each. A reading that comes late, but not later than
 * `allowedLateness`, gives its window another line, of everything that is known by then; later ones are dropped and
 * counted.
 */
export function averageTemperature(
  readings: PCollection<Reading>,
  allowedLateness: Duration,
): PCollection<string> {
  return readings
    .windowInto(fixed('5m'), {
      trigger: afterWatermark({ late: afterCount(1) }),
      panes: 'accumulating',
      allowedLateness,
    })
    .keyBy(({ sensor }) => sensor)
    .combinePerKey({ average: mean('celsius'), low: min('celsius'), high: max('celsius'), readings: count })
    .map(({ key: sensor, value }, { window, pane }) =>
      summaryLine(sensor, window.start, value, pane.timing === 'late'),
    )
    .named('Line');
}
