import type { JobSnapshot, LogRecord } from '@hornbeam/sdk';
import type { StepTime } from '@hornbeam/sdk/construction';
import { jsonText } from '@hornbeam/sdk/io';
import { type BeamError, formatInstant, preview } from '@hornbeam/sdk/model';
import type { Host } from '../host.js';
import { isLogged, type LogLevel, type Reporter, type RunEnd, type RunStart } from './reporter.js';

/** The version of the form of events; it changes when a field changes its meaning or goes. */
export const EVENT_VERSION = 1;

/** How often an event says how far the run is, ms. */
const PROGRESS_EVERY_MILLIS = 1000;

/**
 * Tells how a run goes in JSON, one event on each line of standard output. Every event has `v`, `type` and `ts`
 * (ISO 8601); types are `start`, `progress`, `log`, `note`, `element` (what the pipeline prints) and, always
 * last, `result`.
 */
export class JsonReporter implements Reporter {
  private readonly host: Host;
  private readonly logLevel: LogLevel;
  private start: RunStart | undefined;
  private said = 0;

  constructor(host: Host, logLevel: LogLevel) {
    this.host = host;
    this.logLevel = logLevel;
  }

  started(start: RunStart): void {
    this.start = start;
    this.event('start', { ...start });
  }

  log(record: LogRecord): void {
    if (isLogged(record.severity, this.logLevel)) {
      const { details, ...facts } = record;
      this.event('log', details === undefined ? facts : { ...facts, details: dataOf(details) });
    }
  }

  note(text: string): void {
    this.event('note', { message: text });
  }

  tick(snapshot: JobSnapshot): void {
    if (snapshot.elapsedMillis - this.said < PROGRESS_EVERY_MILLIS) return;
    this.said = snapshot.elapsedMillis;
    this.event('progress', { ...rounded(snapshot) });
  }

  ended(end: RunEnd): void {
    if ('result' in end) {
      // A function is no data.
      const { metric, ...facts } = end.result;
      this.event('result', { ...this.start, ...rounded(facts) });
      return;
    }
    const { error, snapshot, exitCode = error.exitCode } = end;
    const state = error.code === 'E_CANCELLED' ? 'CANCELLED' : 'FAILED';
    this.event('result', {
      ...this.start,
      ...(snapshot && rounded(snapshot)),
      state,
      error: { ...errorFacts(error), exitCode },
    });
  }

  close(): void {}

  private event(type: string, facts: Record<string, unknown>): void {
    void this.host.stdout.write(eventLine(type, facts, this.host.now()));
  }
}

/** A snapshot as data: whole milliseconds, moments as text, since the ends of time are no JSON numbers. */
const rounded = (snapshot: JobSnapshot): Record<string, unknown> => ({
  ...snapshot,
  elapsedMillis: Math.round(snapshot.elapsedMillis),
  steps: snapshot.steps.map(({ time, ...step }) =>
    time === undefined ? step : { ...step, time: timeFacts(time) },
  ),
});

const timeFacts = ({ inputWatermark, outputWatermark, heldBack, latency, ...rest }: StepTime): object => ({
  ...rest,
  inputWatermark: formatInstant(inputWatermark),
  outputWatermark: formatInstant(outputWatermark),
  ...(heldBack && { heldBack: { ...heldBack, at: formatInstant(heldBack.at) } }),
  ...(latency && { latency: { p50: Math.round(latency.p50), p99: Math.round(latency.p99) } }),
});

/** One event as a line. */
export function eventLine(type: string, facts: Record<string, unknown>, now: number): string {
  const event = { v: EVENT_VERSION, type, ts: new Date(now).toISOString(), ...facts };
  return `${JSON.stringify(event)}\n`;
}

/** A log may hold anything: what is no JSON is shown as text. */
function dataOf(details: Record<string, unknown>): unknown {
  try {
    return JSON.parse(jsonText(details));
  } catch {
    return preview(details);
  }
}

/** An error as data. */
export function errorFacts(error: BeamError): Record<string, unknown> {
  const { code, message, help, place, exitCode } = error;
  return { code, message, help, ...place, exitCode };
}
