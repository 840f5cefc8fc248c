import type { EpochSink } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';

/** A target in memory that outlives the runs that write to it. */
export class ListTarget {
  readonly rows: string[] = [];
  epoch: number | undefined;
  /** How often it was written to, whatever came of it. */
  attempts = 0;
  /** A test that sets it has commits fail, before or after they took effect. */
  fault: ((attempt: number) => 'before' | 'after' | undefined) | undefined;
  private fence = 0;

  sink(): EpochSink<string> {
    return {
      name: 'list',
      guarantee: 'transactional',
      target: 'a list',
      open: async ({ isDurable }) => {
        const fence = ++this.fence;
        return {
          lastCommitted: async () => this.epoch,
          commit: async (epoch, rows) => {
            if (fence !== this.fence) throw new BeamError('E_FENCED', 'Another one writes.');
            const fault = this.fault?.(++this.attempts);
            if (fault === 'before') throw new BeamError('E_UNAVAILABLE', 'Away.');
            if (!isDurable || epoch > (this.epoch ?? 0)) {
              this.rows.push(...rows);
              if (isDurable) this.epoch = epoch;
            }
            if (fault === 'after') throw new BeamError('E_UNAVAILABLE', 'Away, but it was written.');
          },
          close: async () => undefined,
        };
      },
    };
  }
}
