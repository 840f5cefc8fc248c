import { count, fixed, max, mean, min, pipeline } from '@hornbeam/sdk';
import { print } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { inOrder } from '../in-order.js';
import { recording } from '../recording.js';
import { sampleData } from '../sample-data.js';
import { Reading } from './reading.js';
import { summaryLine } from './summary-line.js';

const options = z.object({
  input: z.string().default(sampleData('sensor-readings.csv.gz')).describe('The readings, as CSV'),
});

/** The average temperature that each sensor measured in every 5 minutes. */
export default pipeline({ name: 'temperature', options }, (p, o) => {
  p.read(recording(o.input, { schema: Reading, timestamp: ({ at }) => at }))
    .windowInto(fixed('5m'))
    .keyBy(({ sensor }) => sensor)
    .combinePerKey({ average: mean('celsius'), low: min('celsius'), high: max('celsius'), readings: count })
    .map(({ key: sensor, value }, { window }) => summaryLine(sensor, window.start, value))
    .named('Line')
    .apply('Order', inOrder(undefined))
    .write(print());
});
