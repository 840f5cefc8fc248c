import { randomUUID } from 'node:crypto';
import type { EngineState } from '@hornbeam/engine';
import type { RunOptions } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import type { StateStore } from '@hornbeam/store';
import { Keeping } from '../hosts/kept/keeping.js';
import type { DurableSettings } from './durable-settings.js';
import { type RunRecord, readRun } from './run-record.js';
import { changeLines, compareState, isUnchanged } from './state-changes.js';

/** A run that is kept, before it begins. */
export interface KeptRun {
  readonly store: StateStore;
  readonly keeping: Keeping;
  /** What an earlier process left. */
  readonly before: RunRecord | undefined;
  /** What tells this run, with all its restarts, from others of the job. */
  readonly name: string;
  readonly settings: DurableSettings;
}

const KEYS_ON_HEAP = 1_000_000;

/**
 * Opens the state of a run.
 * @throws BeamError `E_STATE_DIR` where there is a state and the run is not to resume it, or the other way round, or it is
 *   that of another job
 */
export async function openRun(settings: DurableSettings, { jobName, log }: RunOptions): Promise<KeptRun> {
  const { newRun = randomUUID, keysOnHeap = KEYS_ON_HEAP } = settings;
  const store = await settings.open();
  try {
    const before = readRun(store);
    checkWanted(before, settings, jobName);
    if (before === undefined && settings.resume === true) {
      const message = `there is nothing to go on from: the job "${jobName}" begins anew`;
      log?.({ severity: 'warn', message });
    }
    const name = before === undefined ? newRun() : (before.run ?? '');
    return { store, keeping: new Keeping(store, keysOnHeap), before, name, settings };
  } catch (thrown) {
    await store.close();
    throw thrown;
  }
}

function checkWanted(before: RunRecord | undefined, { resume }: DurableSettings, jobName: string): void {
  if (before === undefined) return;
  if (before.jobName !== jobName) {
    throw new BeamError(
      'E_STATE_DIR',
      `The state is that of the job "${before.jobName}", not of "${jobName}".`,
      {
        help: 'give the job its name, or another state directory',
      },
    );
  }
  if (resume !== true) {
    throw new BeamError('E_STATE_DIR', `There is a state of the job "${jobName}" already.`, {
      help: 'go on from it with --resume, or begin anew in another directory',
    });
  }
  if (before.isDone) {
    throw new BeamError(
      'E_STATE_DIR',
      `The job "${jobName}" has come to its end: there is nothing to go on with.`,
      {
        help: 'begin anew in another directory',
      },
    );
  }
}

/**
 * To be called when every part of the run has claimed its spaces: says what is kept, lost and new, and refuses what
 * would lose state unasked. Returns the spaces that nobody reads any more.
 * @throws BeamError `E_STATE_DIR`
 */
export function checkState(
  { store, keeping, before, settings }: KeptRun,
  { log }: RunOptions,
): readonly string[] {
  if (before === undefined) return [];
  const changes = compareState(store, before.spaces, keeping.claimed);
  if (isUnchanged(changes)) return [];
  const lines = changeLines(changes);
  const text = lines.map((line) => `\n  ${line}`).join('');
  if (changes.rewritten.length > 0) {
    throw new BeamError(
      'E_STATE_DIR',
      `The pipeline reads its state in another way than it was written:${text}`,
      {
        help: 'give state whose type has changed another name, or begin anew in another directory',
      },
    );
  }
  if (changes.lost.length > 0 && settings.allowLostState !== true) {
    throw new BeamError(
      'E_STATE_DIR',
      `The pipeline has changed, and some of the state belongs to no step any more:${text}`,
      {
        help: 'give the steps their names back (.named), or let go of that state with --allow-lost-state',
      },
    );
  }
  log?.({ severity: 'info', message: `the pipeline has changed; of its state:${text}` });
  return changes.lost.map(({ space }) => space);
}

/** How many consumers have yet to read a batch, by what an engine was. */
export function unreadBatches(engine: EngineState | undefined): (edge: string, batch: number) => number {
  const counts = new Map<string, number>();
  for (const { id, waiting } of engine?.edges ?? []) {
    for (const batch of Object.values(waiting).flat()) {
      const name = `${id}\0${batch}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return (edge, batch) => counts.get(`${edge}\0${batch}`) ?? 0;
}
