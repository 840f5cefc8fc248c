import { BeamError } from '../../model/errors.js';
import { CellJournal, type JournaledContent, type JournalForm } from './cell-journal.js';
import type { KeptValues } from './kept-values.js';

/** What the cells of one declared name share. */
export interface CellPlan {
  readonly name: string;
  readonly values: KeptValues;
  /** ms; without one a cell is kept as long as its window. */
  readonly ttl: number | undefined;
  readonly now: () => number;
  /** The cell was written for the first time since it was last taken from the queue of what runs out. */
  readonly queue: (cell: Cell) => void;
  /** Told of each use, where somebody watches the values. */
  readonly use: ((cell: Cell) => void) | undefined;
  /** Where the content is kept as bytes too: how. */
  readonly journal: JournalForm | undefined;
}

/** The cells of one key and window, which are told when one of them changes. */
export interface CellOwner {
  changed(): void;
}

/**
 * One cell of state: what is the same for all kinds.
 *
 * Invariants:
 *  S1  a cell that was not written for its time to live reads as empty, whether it has been swept or not.
 *  S2  `isChanged` from a write until somebody has taken note of it.
 */
export abstract class Cell implements JournaledContent {
  /** Written or emptied since the changes were last taken note of (S2). */
  isChanged = false;
  /** In the queue of what runs out. */
  isQueued = false;
  /** On the clock of the machine, ms since 1970; counts for cells with a time to live. */
  writtenAt = 0;
  readonly plan: CellPlan;
  /** What of its changes is to be written elsewhere. */
  readonly journal: CellJournal | undefined;
  private readonly owner: CellOwner;

  constructor(plan: CellPlan, owner: CellOwner) {
    this.plan = plan;
    this.owner = owner;
    this.journal = plan.journal && new CellJournal(plan.journal, this);
  }

  /** Whether there is nothing in it. */
  abstract get isVacant(): boolean;
  /** What is in it, in the form in which it is kept. */
  abstract keptValues(): Iterable<unknown>;
  abstract get entryCount(): number;
  abstract eachEntry(put: (key: unknown, kept: unknown) => void): void;
  abstract restorePut(key: unknown, kept: unknown): void;
  /** Lets go of what is in it, without a note of it. */
  protected abstract empty(): void;

  get lastWritten(): number | undefined {
    return this.plan.ttl === undefined ? undefined : this.writtenAt;
  }

  restoreWritten(at: number): void {
    this.writtenAt = at;
  }

  /** For kinds of cells whose entries are removed one by one. */
  restoreRemoved(_key: unknown, _end: unknown): void {
    throw new BeamError('E_DECODE', `The state "${this.plan.name}" was written as state of another kind.`, {
      help: 'give state that changes its kind another name',
    });
  }

  /** Empties the cell. */
  protected startOver(): void {
    this.empty();
    this.journal?.startOver();
  }

  /** To be called before the content is looked at. */
  protected reading(): void {
    const { ttl, now, use } = this.plan;
    if (ttl !== undefined) this.expire(now());
    use?.(this);
  }

  /** To be called before the content is changed. */
  protected writing(): void {
    const { ttl, now, queue, use } = this.plan;
    use?.(this);
    if (ttl !== undefined) {
      const moment = now();
      this.expire(moment);
      this.writtenAt = moment;
      if (!this.isQueued) {
        this.isQueued = true;
        queue(this);
      }
    }
    if (this.isChanged) return;
    this.isChanged = true;
    this.owner.changed();
  }

  /** Empties the cell when its time has run out (S1). Returns whether it is empty or gone now. */
  expire(now: number): boolean {
    const { ttl } = this.plan;
    if (ttl === undefined || now - this.writtenAt < ttl) return false;
    if (this.isVacant) return true;
    this.startOver();
    this.isChanged = true;
    this.owner.changed();
    return true;
  }
}
