import type { EngineLimits } from '@hornbeam/engine';
import type { Clock, RunOptions } from '@hornbeam/sdk/construction';
import type { LiveParts } from '@hornbeam/sdk/translate';
import type { KeptRun } from './durable/open-run.js';
import type { StoreChecks } from './hosts/open-stores.js';
import type { StagePlan } from './plan/fuse.js';
import type { RemoteParts } from './remote/remote-host.js';
import type { MemoryBudget } from './stores/memory-budget.js';
import type { SpillDisk } from './stores/spill-disk.js';

/** What a `LocalJob` is made from. */
export interface LocalJobSettings {
  readonly id: string;
  /** What of the plan only this process knows; its coders are those of the stages. */
  readonly live: LiveParts;
  readonly stages: StagePlan;
  /** The environments whose code is in other processes. */
  readonly remoteIds: ReadonlySet<string>;
  /** Where some stages run in other processes. */
  readonly remote?: RemoteParts;
  readonly options: RunOptions;
  readonly limits: EngineLimits;
  /** Some input has no end, or the run is to treat it so. */
  readonly isStreaming: boolean;
  /** How long a source makes outputs before they are handed on, ms. */
  readonly bundleMillis: number;
  /** How long a run that is to end may come no further, ms. */
  readonly drainMillis: number;
  readonly clock: Clock;
  readonly disk: SpillDisk;
  readonly budget: MemoryBudget;
  readonly checks: StoreChecks;
  /** Where the run is kept. */
  readonly kept?: KeptRun | undefined;
}
