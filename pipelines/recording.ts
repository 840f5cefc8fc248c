import type { InstantLike, Source } from '@hornbeam/sdk';
import { csv } from '@hornbeam/sdk/io';
import type { z } from 'zod';

/** How a {@link recording} is read. */
export interface RecordingOptions<T> {
  /** Makes records of the fields, which are text. */
  readonly schema: z.ZodType<T>;
  /** When a record happened. */
  readonly timestamp: (record: T) => InstantLike;
}

/** The records of a CSV file as events: each at its time. */
export function recording<T>(path: string, { schema, timestamp }: RecordingOptions<T>): Source<T> {
  return {
    name: 'recording',
    expand: (root) => root.read<T>(csv(path, { schema })).withTimestamps(timestamp),
  };
}
