import { pipeline } from '@hornbeam/sdk';
import { print } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { inOrder } from '../in-order.js';
import { recording } from '../recording.js';
import { sampleData } from '../sample-data.js';
import { speed } from '../speed-option.js';
import { averageTemperature } from './average-temperature.js';
import { Reading } from './reading.js';

const options = z.object({
  input: z.string().default(sampleData('sensor-readings.csv.gz')).describe('The readings, as CSV'),
  speed,
});

/** The average temperature that each sensor measured in every 5 minutes. */
export default pipeline({ name: 'temperature', options }, (p, o) => {
  p.read(recording(o.input, { schema: Reading, timestamp: ({ at }) => at, speed: o.speed }))
    .apply('Average', (readings) => averageTemperature(readings, '30m'))
    .apply('Order', inOrder(o.speed))
    .write(print());
});
