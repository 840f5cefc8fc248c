import type { Source } from '@hornbeam/sdk';
import { z } from 'zod';
import { recording } from '../recording.js';
import { sampleData } from '../sample-data.js';
import { speed } from '../speed-option.js';
import { GameEvent, LONGEST_DELAY } from './game-event.js';

/** The options that all pipelines of the game have. */
export const inputs = z.object({
  input: z.string().default(sampleData('game-events.csv.gz')).describe('The events, as CSV'),
  speed,
});

/** The events of a game, from a file or as a stream. */
export const gameEvents = ({ input, speed }: z.output<typeof inputs>): Source<GameEvent> =>
  recording(input, { schema: GameEvent, timestamp: ({ at }) => at, speed, outOfOrder: LONGEST_DELAY });
