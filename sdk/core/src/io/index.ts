export { schemaCheck } from '../transforms/with-schema.js';
export type { ArrivalOptions } from './arrival-time.js';
export type { Codec, Compression } from './compression.js';
export { type CsvOptions, csv } from './csv.js';
export { epochSink } from './epoch-sink.js';
export type { FileMatch, FileReader, FileSystem, FileWriter } from './file-system.js';
export { files, type ReadBytesOptions, readBytes } from './files.js';
export { type FromIterableOptions, fromIterable } from './from-iterable.js';
export { type GenerateOptions, generate } from './generate.js';
export {
  type IdempotentSinkOptions,
  type IdentifiedRow,
  idempotentSink,
  type WriteContext,
} from './idempotent-sink.js';
export type { AnyIterable, IterableContext, MakeIterable } from './item-reader.js';
export { type JsonOptions, json, type ReadJsonOptions, readJson } from './json.js';
export { jsonText } from './json-text.js';
export { localFileSystem } from './local-file-system.js';
export { type PeriodicImpulseOptions, periodicImpulse } from './periodic-impulse.js';
export { type PrintOptions, type PrintOutput, print, printTo } from './print.js';
export type { RawRecord } from './raw-record.js';
export type { MatchOptions, Paths, ReadOptions, RecordErrorOptions } from './read-files.js';
export { type ReplayFileOptions, type ReplayOptions, replay } from './replay.js';
export type { Rolling } from './rolling-files.js';
export { readText, type TextOptions, text } from './text.js';
export { type WatchFilesOptions, watchFiles } from './watch-files.js';
export { type WebhookOptions, webhook } from './webhook.js';
export { type CsvLines, type WriteCsvOptions, writeCsv } from './write-csv.js';
export type { RollingOptions, WriteOptions } from './write-files.js';
export { writeJson } from './write-json.js';
export { type TextFrame, type WriteTextOptions, writeText } from './write-text.js';
