/**
 * A target of rows, transactional or by the ids of rows.
 *
 * Owns: the rows, the marks of owners, who may write.
 * Does not own: what happens to requests on their way (SimulatedNetwork).
 *
 * Invariants:
 *  Z1  rows and mark of a commit come together, or not at all (`transactional`); one by one (`idempotent`).
 *  Z2  what an owner that was shut out had sent comes to nothing, whenever it arrives.
 *  Z3  an epoch that the target has is not written again; a row takes the place of the one with its id.
 */
import type { EpochSink, SinkWriter } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { away, type Drive, type Link, type SimulatedNetwork } from './simulated-network.js';
import type { Connection, SimulatedTarget } from './simulated-target.js';

/** What goes wrong on purpose, see mutants.ts. */
export interface TargetFlaws {
  /** Who was shut out writes on. */
  readonly noFence?: boolean;
  /** Whether an epoch is there already is not looked at. */
  readonly noMark?: boolean;
  /** The mark is what it was before. */
  readonly staleMark?: boolean;
  /** The mark is one ahead. */
  readonly markAhead?: boolean;
  /** The mark comes before the rows, which may be lost. */
  readonly markFirst?: boolean;
  /** The rows come before the mark, which may be lost. */
  readonly rowsFirst?: boolean;
  /** Rows with ids are given new ones each time. */
  readonly newIds?: boolean;
}

interface Mark {
  fence: number;
  epoch: number | undefined;
}

/** See the head of this file. */
export class SimulatedTable implements SimulatedTarget {
  private readonly tables = new Map<string, Map<string, string>>();
  private readonly marks = new Map<string, Mark>();
  private readonly network: SimulatedNetwork;
  private readonly drive: Drive;
  private readonly guarantee: 'transactional' | 'idempotent';
  private readonly flaws: TargetFlaws;
  private written = 0;

  constructor(
    guarantee: 'transactional' | 'idempotent',
    network: SimulatedNetwork,
    drive: Drive,
    flaws: TargetFlaws = {},
  ) {
    this.guarantee = guarantee;
    this.network = network;
    this.drive = drive;
    this.flaws = flaws;
  }

  connect(): Connection {
    const link = this.network.link();
    return {
      cut: () => link.cut(),
      sink: (name): EpochSink<string> => ({
        name,
        guarantee: this.guarantee,
        target: `the simulated ${name}`,
        open: ({ owner }) => link.request(`open ${name}`, () => this.open(name, owner, link)),
      }),
    };
  }

  rows(name: string): readonly string[] {
    return [...(this.tables.get(name)?.values() ?? [])];
  }

  private open(name: string, owner: string, link: Link): SinkWriter<string> {
    const mark = this.marks.get(owner) ?? { fence: 0, epoch: undefined };
    this.marks.set(owner, mark);
    const fence = ++mark.fence;
    return {
      lastCommitted: () =>
        link.request(`ask ${name}`, () => {
          if (mark.epoch === undefined) return undefined;
          if (this.flaws.staleMark) return mark.epoch - 1;
          return this.flaws.markAhead ? mark.epoch + 1 : mark.epoch;
        }),
      commit: (epoch, rows) => {
        const all = [...rows];
        return link.request(`commit ${name} ${epoch} ${all.length}`, () =>
          this.commit(name, mark, fence, epoch, all),
        );
      },
      close: async () => undefined,
    };
  }

  private commit(name: string, mark: Mark, fence: number, epoch: number, rows: readonly string[]): void {
    const { flaws, guarantee } = this;
    if (fence !== mark.fence && flaws.noFence !== true)
      throw new BeamError('E_FENCED', 'Another one writes.');
    const table = this.tables.get(name) ?? new Map<string, string>();
    this.tables.set(name, table);
    if (mark.epoch !== undefined && epoch <= mark.epoch && flaws.noMark !== true) return;
    const breaks = !this.network.isCalm && this.drive.chance.below(6) === 0;
    if (flaws.markFirst && breaks) {
      mark.epoch = epoch;
      throw away();
    }
    const isPartial = guarantee === 'idempotent' && !this.network.isCalm && this.drive.chance.below(6) === 0;
    const some = isPartial ? rows.slice(0, this.drive.chance.below(rows.length + 1)) : rows;
    const isKnown = guarantee === 'idempotent' && flaws.newIds !== true;
    some.forEach((row, i) => {
      table.set(isKnown ? `${epoch} ${i}` : `row ${this.written++}`, row);
    });
    if (isPartial || (flaws.rowsFirst && breaks)) throw away();
    mark.epoch = Math.max(epoch, mark.epoch ?? 0);
  }
}
