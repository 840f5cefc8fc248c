/**
 * Keeps a run: closes an epoch every so often, makes it durable, and lets go what had to wait for that.
 *
 * Owns: when an epoch is closed, callbacks that wait for its commit, the outboxes.
 * Does not own: the store, what is kept of each part (Keeping), the engine.
 *
 * Invariants:
 *  K1  an epoch is saved where nothing runs: no bundle, no seal.
 *  K2  epochs are committed one after the other; the next is not closed before the one before is durable.
 *  K3  rows go to their targets, and callbacks are called, when the epoch they belong to is durable.
 *  K4  while the outboxes hold more than their limit, or a target has not said yet what it has, no source is read.
 *  K5  a run that has ended well has everything at its targets, and says so in its last epoch.
 */
import type { Effect, Engine } from '@hornbeam/engine';
import type { Clock, Wake } from '@hornbeam/sdk/construction';
import type { StateStore } from '@hornbeam/store';
import type { Keeping } from '../hosts/kept/keeping.js';
import type { Outbox } from './outbox.js';
import { type RunHead, writeEngine, writeHead } from './run-record.js';

/** What a {@link RunKeeper} is made from. */
export interface RunKeeperSettings {
  readonly store: StateStore;
  readonly keeping: Keeping;
  readonly engine: Engine;
  readonly clock: Clock;
  /** From one epoch to the next, ms. */
  readonly epochMillis: number;
  /** So many bytes of rows may wait for their targets before sources rest. */
  readonly outboxBytes: number;
  readonly outboxes: readonly Outbox[];
  readonly head: () => Omit<RunHead, 'format'>;
  /** Spaces of an earlier run that nobody reads any more: they go with the first epoch. */
  readonly lost: readonly string[];
  /** Asks the sources at work to end their bundles. */
  readonly endBundles: () => void;
  /** Tells the engine of an event and carries out what it wants. */
  readonly tell: (event: () => readonly Effect[]) => void;
  /** Waits for work in the background; its failure is the run's. */
  readonly track: (work: Promise<void>) => void;
  readonly signal: AbortSignal;
}

/** See the head of this file. */
export class RunKeeper {
  private readonly settings: RunKeeperSettings;
  private deferred: (() => Promise<void>)[] = [];
  private isClosing = false;
  private isResting = false;
  private isEnding = false;
  private hasHead = false;
  private committing: Promise<void> | undefined;
  private alarm: Wake | undefined;
  private closedAt = 0;
  private wake: (() => void) | undefined;

  constructor(settings: RunKeeperSettings) {
    this.settings = settings;
  }

  /** Begins to close epochs, and to write what an earlier process left for the sinks. */
  begin(): void {
    const { store, outboxes, signal } = this.settings;
    for (const outbox of outboxes) outbox.begin(store.epoch);
    signal.addEventListener('abort', () => this.changed(), { once: true });
    this.schedule();
  }

  /** Calls back when the epoch that is open is durable (K3). The callback tells of its failures by itself. */
  defer(callback: () => Promise<void>): void {
    this.deferred.push(callback);
  }

  /** To be called after every event that the engine was told of. */
  look(): void {
    if (this.isClosing && this.settings.engine.isQuiet && this.committing === undefined) this.commit();
  }

  /** To be called when an outbox has changed: sources rest, or go on (K4). */
  changed(): void {
    this.wake?.();
    const { outboxes, outboxBytes, engine, clock, tell, endBundles } = this.settings;
    const bytes = outboxes.reduce((sum, outbox) => sum + outbox.bytes, 0);
    const isFull = bytes > (this.isResting ? outboxBytes / 2 : outboxBytes);
    const isResting = isFull || outboxes.some(({ isChecked }) => !isChecked);
    if (isResting === this.isResting || this.isEnding) return;
    this.isResting = isResting;
    if (isResting) endBundles();
    tell(() => engine.rest(isResting, clock.now()));
  }

  /** The run has ended: keeps the last of it, and waits until the targets have everything (K5). */
  async finish(isDone: boolean): Promise<void> {
    const { outboxes, signal } = this.settings;
    this.isEnding = true;
    this.isClosing = false;
    this.alarm?.cancel();
    await this.committing;
    await this.save(false);
    while (!signal.aborted && outboxes.some((outbox) => !outbox.isEmpty)) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    if (signal.aborted) return;
    if (isDone || outboxes.some((outbox) => !outbox.isPruned)) await this.save(isDone);
  }

  /** Lets go of the targets, whatever has become of the run. */
  async close(): Promise<void> {
    this.isEnding = true;
    this.alarm?.cancel();
    await this.committing?.catch(() => undefined);
    await Promise.allSettled(this.settings.outboxes.map((outbox) => outbox.close()));
  }

  private schedule(): void {
    const { clock, epochMillis } = this.settings;
    if (this.isEnding) return;
    this.alarm = clock.wake(Math.max(clock.now(), this.closedAt + epochMillis), () => this.closeEpoch());
  }

  private closeEpoch(): void {
    const { engine, clock, tell, endBundles, signal } = this.settings;
    if (this.isEnding || signal.aborted) return;
    this.isClosing = true;
    this.closedAt = clock.now();
    endBundles();
    tell(() => engine.closeEpoch(clock.now()));
  }

  /** K1: everything is at rest here. The engine goes on while the disk is written. */
  private commit(): void {
    const { engine, clock, tell, track } = this.settings;
    this.isClosing = false;
    this.committing = this.save(false).finally(() => {
      this.committing = undefined;
      this.schedule(); // K2
    });
    track(this.committing);
    tell(() => engine.openEpoch(clock.now()));
  }

  /** Saves what changed, in one go, and resolves when it is durable. */
  private async save(isDone: boolean): Promise<void> {
    const { store, keeping, engine, outboxes, clock, head, lost } = this.settings;
    const changes = store.begin();
    if (!this.hasHead) {
      writeHead(head(), changes);
      for (const space of lost) for (const { key } of store.entries(space)) changes.delete(space, key);
    }
    keeping.save(changes);
    writeEngine(engine.state(), isDone, changes);
    for (const outbox of outboxes) outbox.save(store.epoch + 1, changes);
    const callbacks = this.deferred;
    this.deferred = [];
    if (outboxes.some(({ isChecked }) => !isChecked)) {
      this.changed();
      await Promise.all(outboxes.map(({ checked }) => checked));
      // The run is over, or fails by what the target says.
      if (outboxes.some(({ isChecked }) => !isChecked)) return;
    }
    await store.commit(changes, clock.now());
    this.hasHead = true;
    for (const outbox of outboxes) outbox.committed();
    for (const callback of callbacks) this.settings.track(callback());
    this.changed();
  }
}
