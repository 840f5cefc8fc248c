import type { BatchHandle, BundleTimes, StageId } from '@hornbeam/engine';
import type { FinishedBundle, Host } from './host.js';

/** Several hosts as one: each stage has its own. */
export class SharedRun implements Host {
  private readonly hosts: readonly Host[];
  private readonly hostOf: (stage: StageId) => Host;

  constructor(hosts: readonly Host[], hostOf: (stage: StageId) => Host) {
    this.hosts = hosts;
    this.hostOf = hostOf;
  }

  runBundle(stage: StageId, input: readonly BatchHandle[], times: BundleTimes): Promise<FinishedBundle> {
    return this.hostOf(stage).runBundle(stage, input, times);
  }

  split(stage: StageId): void {
    this.hostOf(stage).split(stage);
  }

  drain(): void {
    for (const host of this.hosts) host.drain();
  }

  progressOf(stage: StageId): ReturnType<Host['progressOf']> {
    return this.hostOf(stage).progressOf(stage);
  }

  bundleOf(stage: StageId): ReturnType<Host['bundleOf']> {
    return this.hostOf(stage).bundleOf(stage);
  }

  firedBy(stage: StageId): number {
    return this.hostOf(stage).firedBy(stage);
  }

  placeOf(stage: StageId): ReturnType<Host['placeOf']> {
    return this.hostOf(stage).placeOf(stage);
  }

  statsOf(stage: StageId, transform: string): ReturnType<Host['statsOf']> {
    return this.hostOf(stage).statsOf(stage, transform);
  }

  finishStage(stage: StageId): Promise<void> {
    return this.hostOf(stage).finishStage(stage);
  }

  async abandon(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.abandon()));
  }

  async endAll(): Promise<void> {
    for (const host of this.hosts) await host.endAll();
  }
}
