import type { Host } from '../host.js';

/** How long the phases of a command took, for `-vv`. */
export class PhaseTimes {
  private readonly clock: Pick<Host, 'monotonic'>;
  private readonly phases: string[] = [];
  private since: number;

  constructor(clock: Pick<Host, 'monotonic'>) {
    this.clock = clock;
    this.since = clock.monotonic();
  }

  /** Ends a phase. */
  mark(phase: string): void {
    const now = this.clock.monotonic();
    this.phases.push(`${phase} ${Math.round(now - this.since)} ms`);
    this.since = now;
  }

  /** All phases in one line. */
  text(): string {
    return `times: ${this.phases.join(', ')}`;
  }
}
