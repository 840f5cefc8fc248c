import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { PCollection, Source } from '../api/index.js';
import type { Coder } from '../model/coders/coder.js';
import { BeamError } from '../model/errors.js';
import { coderForSchema } from '../model/schema/standard-schema.js';
import { schemaCheck } from '../transforms/with-schema.js';
import type { FileMatch } from './file-system.js';
import {
  type LineFormat,
  type Paths,
  type ReadOptions,
  type RecordErrorOptions,
  readFiles,
  readMatches,
} from './read-files.js';

/** Options of {@link json}. */
export interface JsonOptions<S extends StandardSchemaV1<any, any> = StandardSchemaV1<any, any>>
  extends ReadOptions,
    RecordErrorOptions {
  /** Checks every record and gives it the schema's type and coder. */
  readonly schema?: S;
}

/**
 * The values of JSON Lines files (one JSON value on each line, NDJSON); blank lines are passed over. Large files
 * are split and read in parallel.
 *
 * @example p.read(json('events/*.jsonl.gz', { schema: z.object({ id: z.string(), at: z.number() }) }))
 * @throws BeamError at run time: `E_NO_INPUT`, `E_IO`, `E_BAD_RECORD` with file and line of what is no JSON or does
 * not fit the schema
 */
export function json<S extends StandardSchemaV1<any, any>>(
  paths: Paths,
  options: JsonOptions<S> & { readonly schema: S },
): Source<StandardSchemaV1.InferOutput<S>>;
export function json<T = unknown>(paths: Paths, options?: Omit<JsonOptions, 'schema'>): Source<T>;
export function json(paths: Paths, options: JsonOptions = {}): Source<any> {
  return {
    name: 'json',
    expand: (root) => readFiles(root, paths, jsonLines(options), options, coderOf(options)),
  };
}

/** Options of {@link readJson}. */
export type ReadJsonOptions<S extends StandardSchemaV1<any, any> = StandardSchemaV1<any, any>> = Omit<
  JsonOptions<S>,
  'emptyMatch'
>;

/**
 * A transform that reads the values of JSON Lines files that were found, as `json` does; with `watchFiles`, of files
 * that come while the pipeline runs. Values have the timestamps of their files.
 *
 * @example p.read(watchFiles('inbox/*.jsonl')).apply(readJson({ schema: Order }))
 * @throws BeamError at run time: `E_IO`, `E_BAD_RECORD`
 */
export function readJson<S extends StandardSchemaV1<any, any>>(
  options: ReadJsonOptions<S> & { readonly schema: S },
): (input: PCollection<FileMatch>) => PCollection<StandardSchemaV1.InferOutput<S>>;
export function readJson<T = unknown>(
  options?: Omit<ReadJsonOptions, 'schema'>,
): (input: PCollection<FileMatch>) => PCollection<T>;
export function readJson(options: ReadJsonOptions = {}): (input: PCollection<FileMatch>) => PCollection<any> {
  return function readJson(input) {
    return readMatches(input, jsonLines(options), options, coderOf(options));
  };
}

const coderOf = ({ schema }: JsonOptions): Coder<any> | undefined =>
  schema === undefined ? undefined : coderForSchema(schema);

function jsonLines({ schema }: JsonOptions): LineFormat<unknown> {
  const check = schema === undefined ? undefined : schemaCheck(schema);
  return {
    splittable: true,
    headLines: 0,
    open(site) {
      const { emit } = site;
      return {
        line(text, place) {
          let value: unknown;
          try {
            value = JSON.parse(text);
          } catch (thrown) {
            if (text.trim() !== '') site.reject(notJson(text, thrown), place(), text);
            return;
          }
          if (check === undefined) emit(value);
          else site.accept(() => check(value), place, text);
        },
      };
    },
  };
}

function notJson(text: string, cause: unknown): BeamError {
  const start = text.trim();
  const isDocument = start === '[' || start === '{' || (start.startsWith('[') && start.endsWith(','));
  return new BeamError('E_BAD_RECORD', `A line is not JSON: ${(cause as Error).message}.`, {
    cause,
    help: isDocument
      ? "the file seems to be one JSON document over several lines; write one value on each line, for example with jq -c '.[]'"
      : "mend the file, or keep going with onError: 'skip' or a function that takes the failures",
  });
}
