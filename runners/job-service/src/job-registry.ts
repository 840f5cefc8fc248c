/**
 * The jobs of a service.
 *
 * Owns: all that was prepared or run, and is not forgotten yet.
 *
 * Invariants:
 *  R1  at most `maxPrepared` jobs are prepared and not run: a further one makes the oldest forgotten; so does age.
 *  R2  at most `maxEnded` jobs that have ended are kept, and none longer than `keepEndedMillis`.
 *  R3  jobs that run are never forgotten. Staged files are removed when their job has ended or is forgotten.
 *  R4  what is too old goes when the next call looks for jobs: there is no timer.
 */
import { status } from '@grpc/grpc-js';
import { GrpcRefusal } from './grpc-refusal.js';
import { Preparation, wrongToken } from './preparation.js';
import type { ServiceJob } from './service-job.js';

/** What a service remembers, and for how long. */
export interface RetentionLimits {
  readonly maxPrepared: number;
  readonly keepPreparedMillis: number;
  readonly maxEnded: number;
  readonly keepEndedMillis: number;
}

/** The usual {@link RetentionLimits}: an hour to stage and run a job, a day to ask how it was. */
export const usualRetention: RetentionLimits = {
  maxPrepared: 100,
  keepPreparedMillis: 3_600_000,
  maxEnded: 100,
  keepEndedMillis: 24 * 3_600_000,
};

/** See the head of this file. */
export class JobRegistry {
  private readonly limits: RetentionLimits;
  private readonly now: () => number;
  /** Oldest first. */
  private readonly preparations = new Map<string, Preparation>();
  private readonly running = new Map<string, ServiceJob>();
  /** In the order of their ends. */
  private readonly ended = new Map<string, { readonly job: ServiceJob; readonly at: number }>();

  constructor(limits: RetentionLimits, now: () => number) {
    this.limits = limits;
    this.now = now;
  }

  add(preparation: Preparation): void {
    this.preparations.set(preparation.settings.id, preparation);
    this.forget();
  }

  /** @throws GrpcRefusal `NOT_FOUND`, `FAILED_PRECONDITION` when it runs already */
  prepared(id: string): Preparation {
    this.forget();
    const found = this.preparations.get(id);
    if (found !== undefined) return found;
    if (this.running.has(id) || this.ended.has(id)) {
      throw new GrpcRefusal(status.FAILED_PRECONDITION, `The job ${id} was run already. Prepare it again.`);
    }
    throw new GrpcRefusal(
      status.NOT_FOUND,
      `No job ${id} is prepared here. Jobs that are not run within ${this.limits.keepPreparedMillis / 60_000} minutes are forgotten.`,
    );
  }

  /** The prepared job that a token is for. @throws GrpcRefusal `UNAUTHENTICATED` */
  byToken(token: string): Preparation {
    this.forget();
    const found = this.preparations.get(Preparation.idOf(token));
    if (found === undefined) throw wrongToken();
    found.checkToken(token);
    return found;
  }

  /** A prepared job has begun. */
  begin(preparation: Preparation, job: ServiceJob): void {
    const { id } = job;
    this.preparations.delete(id);
    this.running.set(id, job);
    void job.ended
      .then(async () => {
        this.running.delete(id);
        this.ended.set(id, { job, at: this.now() });
        this.forget();
        await preparation.remove();
      })
      .catch(() => undefined); // files that cannot be removed go with the service's folder
  }

  /** @throws GrpcRefusal `NOT_FOUND` */
  job(id: string): ServiceJob {
    this.forget();
    const found = this.running.get(id) ?? this.ended.get(id)?.job;
    if (found !== undefined) return found;
    throw new GrpcRefusal(status.NOT_FOUND, `There is no job ${id} here, or it ended long ago.`);
  }

  /** Those that run, then those that have ended. */
  jobs(): ServiceJob[] {
    this.forget();
    return [...this.running.values(), ...[...this.ended.values()].map(({ job }) => job)];
  }

  private forget(): void {
    const { maxPrepared, keepPreparedMillis, maxEnded, keepEndedMillis } = this.limits;
    const now = this.now();
    for (const [id, preparation] of this.preparations) {
      const isOld = now - preparation.settings.preparedAt > keepPreparedMillis;
      if (!isOld && this.preparations.size <= maxPrepared) break;
      this.preparations.delete(id);
      void preparation.remove().catch(() => undefined);
    }
    for (const [id, { at }] of this.ended) {
      if (now - at <= keepEndedMillis && this.ended.size <= maxEnded) break;
      this.ended.delete(id);
    }
  }
}
