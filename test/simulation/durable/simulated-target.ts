/**
 * A target of rows behind a network that loses requests and answers, and delivers some late.
 *
 * Owns: the rows, the marks of owners, who may write.
 * Does not own: chance, turns.
 *
 * Invariants:
 *  Z1  rows and mark of a commit come together, or not at all (`transactional`).
 *  Z2  what an owner that was shut out had sent comes to nothing, whenever it arrives.
 *  Z3  an epoch that the target has is not written again.
 */
import type { EpochSink, SinkGuarantee, SinkWriter } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import type { Chance } from '../chance.js';
import type { Settling } from '../settling.js';
import type { Trace } from './trace.js';

/** What goes wrong on purpose, see mutants.ts. */
export interface TargetFlaws {
  /** Who was shut out writes on. */
  readonly noFence?: boolean;
  /** What an epoch was is not looked at. */
  readonly noMark?: boolean;
  /** The mark is what it was before. */
  readonly staleMark?: boolean;
  /** The mark is one ahead. */
  readonly markAhead?: boolean;
  /** The mark comes before the rows, the rows may be lost. */
  readonly markFirst?: boolean;
  /** The rows come before the mark, which may be lost. */
  readonly rowsFirst?: boolean;
}

/** A connection of one process. */
export interface Connection {
  sink(name: string): EpochSink<string>;
  /** The process is gone; what is on its way may still arrive. */
  cut(): void;
}

interface Mark {
  fence: number;
  epoch: number | undefined;
}

/** See the head of this file. */
export class SimulatedTarget {
  readonly rows = new Map<string, string[]>();
  /** No request or answer is lost any more. */
  isCalm = false;
  private readonly marks = new Map<string, Mark>();
  private readonly late: (() => void)[] = [];
  private readonly chance: Chance;
  private readonly settling: Settling;
  private readonly trace: Trace;
  private readonly guarantee: SinkGuarantee;
  private readonly flaws: TargetFlaws;

  constructor(
    guarantee: SinkGuarantee,
    { chance, settling, trace }: { chance: Chance; settling: Settling; trace: Trace },
    flaws: TargetFlaws,
  ) {
    this.guarantee = guarantee;
    this.chance = chance;
    this.settling = settling;
    this.trace = trace;
    this.flaws = flaws;
  }

  connect(): Connection {
    let isCut = false;
    const request = async <R>(what: string, effect: () => R): Promise<R> => {
      for (let turns = this.chance.below(4); turns > 0; turns--) await this.settling.turn();
      this.arrive();
      const fate = this.isCalm ? 5 : this.chance.below(12);
      this.trace.note(`${what} ${fate} ${isCut}`);
      if (isCut || fate === 0) {
        // On its way when the process went, or overtaken: it may arrive at any time.
        if (this.chance.below(2) === 0) this.late.push(() => void attempted(effect));
        throw away();
      }
      if (fate === 1) throw away();
      const result = effect();
      if (fate === 2 || isCut) throw away();
      return result;
    };
    return {
      cut: () => {
        isCut = true;
      },
      sink: (name) => ({
        name,
        guarantee: this.guarantee,
        target: `the simulated ${name}`,
        open: (context) => request(`open ${name}`, () => this.open(name, context.owner, request)),
      }),
    };
  }

  /** What was on its way arrives. */
  settle(): void {
    for (const effect of this.late.splice(0)) effect();
  }

  /** The mark of every owner, for the checks at the end. */
  epochs(): ReadonlyMap<string, number | undefined> {
    return new Map(Array.from(this.marks, ([owner, { epoch }]) => [owner, epoch]));
  }

  private arrive(): void {
    if (this.late.length > 0 && this.chance.below(3) === 0) this.late.shift()!();
  }

  private open(
    name: string,
    owner: string,
    request: <R>(what: string, effect: () => R) => Promise<R>,
  ): SinkWriter<string> {
    const mark = this.marks.get(owner) ?? { fence: 0, epoch: undefined };
    this.marks.set(owner, mark);
    const fence = ++mark.fence;
    return {
      lastCommitted: () =>
        request(`ask ${name}`, () => {
          if (mark.epoch === undefined) return undefined;
          if (this.flaws.staleMark) return mark.epoch - 1;
          return this.flaws.markAhead ? mark.epoch + 1 : mark.epoch;
        }),
      commit: (epoch, rows) => {
        const all = [...rows];
        return request(`commit ${name} ${epoch} ${all.length}`, () =>
          this.commit(name, mark, fence, epoch, all),
        );
      },
      close: async () => undefined,
    };
  }

  private commit(name: string, mark: Mark, fence: number, epoch: number, rows: readonly string[]): void {
    const { flaws } = this;
    if (fence !== mark.fence && flaws.noFence !== true)
      throw new BeamError('E_FENCED', 'Another one writes.');
    const has = this.rows.get(name) ?? [];
    this.rows.set(name, has);
    if (mark.epoch !== undefined && epoch <= mark.epoch && flaws.noMark !== true) return;
    const breaks = !this.isCalm && this.chance.below(6) === 0;
    if (flaws.markFirst && breaks) {
      mark.epoch = epoch;
      throw away();
    }
    has.push(...rows);
    if (flaws.rowsFirst && breaks) throw away();
    mark.epoch = Math.max(epoch, mark.epoch ?? 0);
  }
}

const away = (): BeamError => new BeamError('E_UNAVAILABLE', 'The simulated network lost a message.');

function attempted(effect: () => unknown): void {
  try {
    effect();
  } catch {
    // Nobody is there to hear of it.
  }
}
