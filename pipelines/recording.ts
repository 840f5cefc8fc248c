import type { Duration, InstantLike, Source } from '@hornbeam/sdk';
import { csv, json, replay } from '@hornbeam/sdk/io';
import type { z } from 'zod';

/** How a {@link recording} is read. */
export interface RecordingOptions<T> {
  /** Makes records of what a line holds; the fields of CSV are text. */
  readonly schema: z.ZodType<T>;
  /** When a record happened. */
  readonly timestamp: (record: T) => InstantLike;
  /** How much faster than it happened everything is replayed; 0 reads it at once. */
  readonly speed: number;
  /** How much later than others a record may stand in the file (default 0: it is in order of time). */
  readonly outOfOrder?: Duration;
}

/**
 * The records of a file as events, each at its time: all at once, or as an endless stream would bring them. The file
 * is JSON Lines when its name says so, else CSV with a head and without quotes.
 */
export function recording<T>(path: string, options: RecordingOptions<T>): Source<T> {
  const { schema, timestamp, speed, outOfOrder = 0 } = options;
  const isJson = /\.jsonl(\.gz)?$/.test(path);
  return {
    name: 'recording',
    expand(root) {
      if (speed > 0) {
        const parse = isJson ? jsonParser(schema) : csvParser(schema);
        return root.read(replay(path, { parse, timestamp, speed, outOfOrder }));
      }
      return root
        .read<T>(isJson ? json(path, { schema }) : csv(path, { schema, quote: false }))
        .withTimestamps(timestamp);
    },
  };
}

const jsonParser =
  <T>(schema: z.ZodType<T>) =>
  (line: string): T =>
    schema.parse(JSON.parse(line));

/** The first line is the head. */
function csvParser<T>(schema: z.ZodType<T>): (line: string, number: number) => T | undefined {
  let names: readonly string[] = [];
  return (line, number) => {
    const fields = line.split(',');
    if (number > 1) return schema.parse(Object.fromEntries(names.map((name, i) => [name, fields[i]])));
    names = fields;
    return undefined;
  };
}
