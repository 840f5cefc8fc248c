import { z } from 'zod';

const HELP = 'give a number from 0 on: 0 reads everything at once, 1e9 replays as fast as can be';

/** The option `--speed` of pipelines that read a recording. */
export const speed = z
  .number({ error: HELP })
  .min(0, { error: HELP })
  .default(0)
  .describe('Replay the recording as a stream: 3600 is an hour a second. 0 reads it at once');
