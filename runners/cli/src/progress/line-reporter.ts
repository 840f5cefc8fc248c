import type { JobSnapshot, LogRecord } from '@hornbeam/sdk';
import type { Host } from '../host.js';
import { amount, byteSize, elapsed } from '../terminal/amounts.js';
import type { Palette } from '../terminal/palette.js';
import { printable } from '../terminal/text-width.js';
import { heldLines } from './held-back.js';
import { logLine } from './log-line.js';
import { isLogged, type LogLevel, type Reporter, type RunEnd, type RunStart } from './reporter.js';
import { summary } from './summary.js';

/** How often a line says how far the run is, ms. */
const LINE_EVERY_MILLIS = 10_000;

/** What a {@link LineReporter} is told. */
export interface LineReporterSettings {
  readonly host: Host;
  readonly paint: Palette;
  readonly logLevel: LogLevel;
  /** Nothing but logs that are loud enough. */
  readonly quiet: boolean;
  /** A line for every step that begins or ends. */
  readonly steps: boolean;
}

/** Tells how a run goes in lines that a file or a build server keeps: changes of state, and one every 10 s. */
export class LineReporter implements Reporter {
  private readonly settings: LineReporterSettings;
  private readonly states = new Map<string, string>();
  private jobName = '';
  private said = 0;

  constructor(settings: LineReporterSettings) {
    this.settings = settings;
  }

  started({ jobName, runner }: RunStart): void {
    this.jobName = jobName;
    this.line(`${printable(jobName)}: running on the ${runner} runner`);
  }

  log(record: LogRecord): void {
    const { host, paint, logLevel } = this.settings;
    if (isLogged(record.severity, logLevel))
      void host.stderr.write(`${logLine(record, host.now(), paint)}\n`);
  }

  note(text: string): void {
    this.line(text);
  }

  tick(snapshot: JobSnapshot): void {
    if (this.settings.steps) this.stepChanges(snapshot);
    if (snapshot.elapsedMillis - this.said < LINE_EVERY_MILLIS) return;
    this.said = snapshot.elapsedMillis;
    const { steps, spilledBytes } = snapshot;
    const done = steps.filter(({ state }) => state === 'done').length;
    const made = steps.reduce((sum, step) => sum + step.elementsOut, 0);
    // Runners elsewhere may tell counts at the end alone.
    const facts =
      done + made === 0
        ? 'nothing counted yet'
        : `${done} of ${steps.length} steps done, ${amount(made)} elements made`;
    const spilled = spilledBytes > 0 ? `, ${byteSize(spilledBytes)} spilled` : '';
    this.line(`${printable(this.jobName)}: ${elapsed(snapshot.elapsedMillis)}, ${facts}${spilled}`);
    for (const line of heldLines(snapshot)) this.line(`  ${line}`);
  }

  ended(end: RunEnd): void {
    const snapshot = 'result' in end ? end.result : end.snapshot;
    if (snapshot === undefined) return;
    if (this.settings.steps) this.stepChanges(snapshot);
    this.line(summary(this.jobName, snapshot, this.settings.paint).join('\n'));
  }

  close(): void {}

  private stepChanges({ steps, elapsedMillis }: JobSnapshot): void {
    for (const { name, state, elementsIn, elementsOut } of steps) {
      if ((this.states.get(name) ?? 'waiting') === state) continue;
      this.states.set(name, state);
      const counts = state === 'done' ? ` (${amount(elementsIn)} in, ${amount(elementsOut)} out)` : '';
      this.line(`${elapsed(elapsedMillis)} ${printable(name)}: ${state}${counts}`);
    }
  }

  private line(text: string): void {
    if (!this.settings.quiet) void this.settings.host.stderr.write(`${text}\n`);
  }
}
