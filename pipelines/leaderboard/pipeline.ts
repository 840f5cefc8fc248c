import { pipeline } from '@hornbeam/sdk';
import { print } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { recording } from '../recording.js';
import { sampleData } from '../sample-data.js';
import { speed } from '../speed-option.js';
import { boards } from './boards.js';
import { Quake } from './quake.js';

const options = z.object({
  input: z.string().default(sampleData('earthquakes.jsonl.gz')).describe('The quakes, as JSON Lines'),
  speed,
  top: z.int().positive().default(5).describe('How many quakes a board lists'),
  every: z.int().positive().default(500).describe('After how many quakes there is a new board'),
});

/** The strongest earthquakes so far, as a board that is printed again and again. */
export default pipeline({ name: 'leaderboard', options }, (p, o) => {
  p.read(recording(o.input, { schema: Quake, timestamp: ({ time }) => time, speed: o.speed }))
    .filter(({ type }) => type === 'earthquake')
    .named('Natural')
    .apply('Boards', (quakes) => boards(quakes, o))
    .write(print());
});
