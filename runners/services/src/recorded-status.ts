import { resolve } from 'node:path';
import { type RecordedProcess, ServerRecord } from './server-record.js';

/** What is known of servers that some process has started. */
export interface ServiceStatus {
  /** Whether all recorded processes run, and there are some. */
  readonly running: boolean;
  /** The run folder, an absolute path. */
  readonly dir: string;
  /** `host:port` by a word for what listens there. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly processes: readonly (RecordedProcess & { readonly running: boolean })[];
}

/** Looks at what was started, by this process or another. @param parts folders below `dir` that have a record each */
export function recordedStatus(dir: string, parts: readonly string[]): ServiceStatus {
  const records = parts.map((part) => new ServerRecord(part));
  const processes = records.flatMap((record) => {
    const living = new Set(record.living().map(({ pid }) => pid));
    return (record.read()?.processes ?? []).map((each) => ({ ...each, running: living.has(each.pid) }));
  });
  return {
    running: processes.length > 0 && processes.every(({ running }) => running),
    dir: resolve(dir),
    endpoints: Object.assign({}, ...records.map((record) => record.read()?.endpoints)),
    processes,
  };
}
