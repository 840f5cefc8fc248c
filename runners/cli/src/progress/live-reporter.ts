import type { JobSnapshot, LogRecord } from '@hornbeam/sdk';
import type { Host } from '../host.js';
import type { LiveArea } from '../terminal/live-area.js';
import type { Palette } from '../terminal/palette.js';
import { liveBlock } from './live-block.js';
import { logLine } from './log-line.js';
import { RateMeter } from './rate-meter.js';
import { isLogged, type LogLevel, type Reporter, type RunEnd, type RunStart } from './reporter.js';
import { summary } from './summary.js';

/** What a {@link LiveReporter} stands on. */
export interface LiveReporterSettings {
  readonly host: Host;
  readonly area: LiveArea;
  readonly paint: Palette;
  readonly logLevel: LogLevel;
}

/** Shows a run on a terminal: a block that is drawn again and again, logs above it, a summary at the end. */
export class LiveReporter implements Reporter {
  private readonly settings: LiveReporterSettings;
  private readonly rates = new RateMeter();
  private jobName = '';
  private frame = 0;

  constructor(settings: LiveReporterSettings) {
    this.settings = settings;
  }

  started({ jobName }: RunStart): void {
    this.jobName = jobName;
  }

  log(record: LogRecord): void {
    const { host, paint, logLevel } = this.settings;
    if (isLogged(record.severity, logLevel)) this.line(logLine(record, host.now(), paint));
  }

  note(text: string): void {
    this.line(text);
  }

  tick(snapshot: JobSnapshot): void {
    const { host, area, paint } = this.settings;
    this.rates.add(snapshot);
    const block = liveBlock({
      jobName: this.jobName,
      snapshot,
      rateOf: (step) => this.rates.of(step),
      // Terminals that do not know their size say 0.
      columns: host.stderr.columns || 80,
      rows: host.stderr.rows || 24,
      frame: this.frame++,
      paint,
    });
    area.draw(block);
  }

  ended(end: RunEnd): void {
    const { host, area, paint } = this.settings;
    area.close();
    const snapshot = 'result' in end ? end.result : end.snapshot;
    if (snapshot !== undefined)
      this.line(summary(this.jobName, snapshot, paint, host.stderr.columns).join('\n'));
  }

  close(): void {
    this.settings.area.close();
  }

  private line(text: string): void {
    const { host, area } = this.settings;
    const line = `${text}\n`;
    area.above(line, () => void host.stderr.write(line));
  }
}
