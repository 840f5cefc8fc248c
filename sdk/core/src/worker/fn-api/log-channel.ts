import type { ClientDuplexStream } from '@grpc/grpc-js';
import {
  BeamFnLogging,
  type LogControl,
  type LogEntry,
  type LogEntryList,
  LogEntrySeverity,
} from '@hornbeam/proto/services';
import type { LogRecord } from '../../construction/index.js';
import type { Endpoints } from './endpoint.js';

/** So many records are sent in one message. */
const BATCH = 1000;
/** So many records wait at most; what comes then is counted and dropped. */
const WAITING_LIMIT = 10_000;
/** After a broken stream the next is opened after so long, ms. */
const RECONNECT_MILLIS = 500;
/** How long a runner may take the last records, ms. */
const CLOSE_MILLIS = 1000;

const severities = {
  debug: LogEntrySeverity.DEBUG,
  info: LogEntrySeverity.INFO,
  warn: LogEntrySeverity.WARN,
  error: LogEntrySeverity.ERROR,
} as const;

/**
 * The records that steps log, on their way to the runner.
 *
 * Owns: the stream, records that wait for it.
 *
 * Invariant L1: logging never fails and never waits: what does not fit is dropped, and the next record that is sent says
 * how many were.
 */
export class LogChannel {
  private readonly endpoints: Endpoints;
  private readonly address: string;
  private stream: ClientDuplexStream<LogEntryList, LogControl> | undefined;
  private waiting: LogEntry[] = [];
  private dropped = 0;
  private isScheduled = false;
  private isClosed = false;
  private retry: NodeJS.Timeout | undefined;

  constructor(endpoints: Endpoints, address: string) {
    this.endpoints = endpoints;
    this.address = address;
    this.open();
  }

  log({ severity, message, step, details }: LogRecord, instructionId: string, now: number): void {
    if (this.waiting.length >= WAITING_LIMIT) {
      this.dropped++;
      return;
    }
    const text = details === undefined ? message : `${message} ${printed(details)}`;
    this.waiting.push({
      severity: severities[severity],
      timestamp: { seconds: BigInt(Math.floor(now / 1000)), nanos: Math.floor(now % 1000) * 1e6 },
      message: text,
      trace: '',
      instructionId,
      transformId: step ?? '',
      logLocation: step ?? '',
      thread: '',
    });
    this.schedule();
  }

  /** Sends what waits and ends the stream; resolves when the runner has it, or does not take it. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    clearTimeout(this.retry);
    this.flush();
    const { stream } = this;
    if (stream === undefined) return;
    await new Promise<void>((resolve) => {
      const patience = setTimeout(resolve, CLOSE_MILLIS);
      stream
        .once('close', resolve)
        .once('error', () => resolve())
        .once('end', resolve);
      stream.once('close', () => clearTimeout(patience));
      stream.end();
    });
  }

  private open(): void {
    const stream = this.endpoints.duplex(this.address, BeamFnLogging.logging);
    this.stream = stream;
    const again = (): void => {
      if (this.stream !== stream) return;
      this.stream = undefined;
      if (this.isClosed) return;
      this.retry = setTimeout(() => {
        this.open();
        this.flush();
      }, RECONNECT_MILLIS);
      this.retry.unref();
    };
    stream.on('data', () => undefined);
    stream.on('error', again);
    stream.on('end', again);
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    const { stream } = this;
    if (stream === undefined) return;
    while (this.waiting.length > 0) {
      const logEntries = this.waiting.splice(0, BATCH);
      if (this.dropped > 0) {
        const [first] = logEntries as [LogEntry];
        first.message = `(${this.dropped} records before this one were dropped) ${first.message}`;
        this.dropped = 0;
      }
      stream.write({ logEntries });
    }
  }
}

function printed(details: Record<string, unknown>): string {
  try {
    return JSON.stringify(details, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  } catch {
    return '(details that cannot be printed)';
  }
}
