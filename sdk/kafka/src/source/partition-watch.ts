import type { Progress, RestrictionTracker } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import type { SeenPartitions } from './spans.js';

/** What is known of the partitions after a look: the restriction of a watch. Plain data. */
export interface PartitionWatch {
  /** Undefined before the first look. */
  readonly seen: SeenPartitions | undefined;
  /** True for a part that was split off in front: there is nothing left to do. */
  readonly isOver: boolean;
}

/** Before the first look. */
export const NOT_LOOKED: PartitionWatch = { seen: undefined, isOver: false };

/** Claims what one look found; what is left is to watch on from there. */
export class PartitionWatchTracker implements RestrictionTracker<PartitionWatch, SeenPartitions> {
  private watch: PartitionWatch;
  private after: PartitionWatch | undefined;

  constructor(watch: PartitionWatch) {
    this.watch = watch;
  }

  get restriction(): PartitionWatch {
    return this.watch;
  }

  get isBounded(): boolean {
    return this.watch.isOver;
  }

  tryClaim(seen: SeenPartitions): boolean {
    if (this.watch.isOver || this.after !== undefined) return false;
    this.after = { seen, isOver: false };
    return true;
  }

  /** A watch has no parts: whatever the fraction, everything behind the last look is given away. */
  trySplit(): { readonly primary: PartitionWatch; readonly residual: PartitionWatch } | undefined {
    if (this.watch.isOver) return undefined;
    const residual = this.after ?? this.watch;
    this.watch = { ...residual, isOver: true };
    return { primary: this.watch, residual };
  }

  checkDone(): void {
    if (this.watch.isOver) return;
    throw new BeamError('E_SPLITTABLE', 'The callback returned, but a watch of partitions is never done.', {
      help: 'return resume() to be called again for the next look',
    });
  }

  /** In topics. */
  progress(): Progress {
    return { completed: Object.keys((this.after ?? this.watch).seen ?? {}).length, remaining: 0 };
  }
}
