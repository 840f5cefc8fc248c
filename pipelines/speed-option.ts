import { z } from 'zod';

/** The option `--speed` of pipelines that read a recording. */
export const speed = z
  .number()
  .min(0)
  .default(0)
  .describe('Replay the recording as a stream: 3600 is an hour a second. 0 reads it at once');
