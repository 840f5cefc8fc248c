import { pipeline } from '@hornbeam/sdk';
import { print } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { inOrder } from '../in-order.js';
import { recording } from '../recording.js';
import { sampleData } from '../sample-data.js';
import { speed } from '../speed-option.js';
import { Click } from './click.js';
import { userSessions } from './user-sessions.js';

const options = z.object({
  input: z.string().default(sampleData('shop-clicks.csv.gz')).describe('The clicks, as CSV'),
  speed,
});

/** The visits of each user to a shop: what they did without a pause of 30 minutes. */
export default pipeline({ name: 'sessions', options }, (p, o) => {
  p.read(recording(o.input, { schema: Click, timestamp: ({ at }) => at, speed: o.speed }))
    .apply('Sessions', (clicks) => userSessions(clicks, '1d'))
    .apply('Order', inOrder(o.speed))
    .write(print());
});
