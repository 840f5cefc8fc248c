/**
 * The workers of one job: each is started when a stage first asks for it, and ended with the job.
 *
 * Invariants:
 *  F1  environments that say the same have one worker.
 *  F2  no worker outlives the job, also not one whose start was under way when it ended.
 */
import { ArtifactStagingToRolePayload, type Environment } from '@hornbeam/proto';
import type { ProvisionInfo } from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import type { LogRecord } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import type { ArtifactSource } from './artifact-source.js';
import { startWorker } from './environments/start-worker.js';
import type { StartedWorker } from './environments/started-worker.js';
import type { FnApiServer } from './fn-api-server.js';
import type { RemoteWorker } from './remote-worker.js';
import { systemWorkerClock, type WorkerClock } from './worker-clock.js';
import type { WorkerFleet } from './worker-fleet.js';
import type { WorkerSession } from './worker-session.js';

/** What a fleet is opened for. */
export interface FleetSettings {
  readonly jobId: string;
  /** Of the plan. */
  readonly environments: Readonly<Record<string, Environment>>;
  readonly pipelineOptions?: ProvisionInfo['pipelineOptions'];
  readonly artifacts?: ArtifactSource;
  readonly log: (record: LogRecord) => void;
  /** How long a worker may take to connect, ms. Default 60 s. */
  readonly connectMillis?: number;
  /** How long a worker with a bundle at work may be silent, ms. Default 120 s. */
  readonly silenceMillis?: number;
  readonly clock?: WorkerClock;
}

/** A worker, or one on its way. */
interface Member {
  readonly session: WorkerSession;
  readonly ready: Promise<RemoteWorker>;
  readonly ended: Promise<void>;
}

/** Opens the fleet of a job; no worker is started yet. */
export function openFleet(server: FnApiServer, settings: FleetSettings): WorkerFleet {
  return new Fleet(server, settings);
}

class Fleet implements WorkerFleet {
  private readonly server: FnApiServer;
  private readonly settings: FleetSettings;
  private readonly members = new Map<string, Member>();
  private isClosed = false;

  constructor(server: FnApiServer, settings: FleetSettings) {
    this.server = server;
    this.settings = settings;
  }

  workerOf(environmentId: string): Promise<RemoteWorker> {
    const environment = this.settings.environments[environmentId];
    if (environment === undefined) {
      return Promise.reject(new BeamError('E_BAD_PLAN', `The plan has no environment "${environmentId}".`));
    }
    const dependencies = this.settings.artifacts?.artifacts.get(environmentId) ?? environment.dependencies;
    const sameness = JSON.stringify([
      environment.urn,
      [...environment.payload],
      dependencies.map(({ typeUrn, typePayload }) => [typeUrn, [...typePayload]]),
    ]);
    let member = this.members.get(sameness); // F1
    if (member === undefined) {
      if (this.isClosed)
        return Promise.reject(new BeamError('E_CANCELLED', 'The workers of the job were ended.'));
      member = this.start(environment, dependencies);
      this.members.set(sameness, member);
    }
    return member.ready;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const members = [...this.members.values()];
    for (const { session } of members) session.fail(new BeamError('E_CANCELLED', 'The job has ended.'));
    await Promise.all(members.map(({ ended }) => ended));
  }

  private start(
    environment: Environment,
    dependencies: Environment['dependencies'] | readonly Environment['dependencies'][number][],
  ): Member {
    const { jobId, pipelineOptions, artifacts, log, silenceMillis = 120_000 } = this.settings;
    const { connectMillis = 60_000, clock = systemWorkerClock } = this.settings;
    const session = this.server.expect({
      label: `${jobId}-${this.members.size + 1}`,
      name: `Worker ${this.members.size + 1} of job ${jobId}`,
      pipelineOptions,
      dependencies,
      artifacts,
      log,
      clock,
      silenceMillis,
    });
    const place = { workerId: session.id, address: this.server.address };
    const starting: Promise<StartedWorker> = (async () => {
      checkNames(dependencies);
      return startWorker(environment, place);
    })();
    const ready = (async (): Promise<RemoteWorker> => {
      try {
        const started = await starting;
        void started.ended.then((how) => session.fail(new BeamError('E_WORKER', how)));
        await connected(session, connectMillis, clock);
        return session;
      } catch (thrown) {
        const error = BeamError.from(thrown, 'E_WORKER');
        session.fail(error);
        throw error;
      }
    })();
    ready.catch(() => undefined);
    // F2
    const ended = session.gone
      .then(() => starting)
      .then((started) => started.end())
      .catch(() => undefined);
    return { session, ready, ended };
  }
}

/** @throws BeamError `E_WORKER` when the worker does not connect in time, or ends before */
async function connected(session: WorkerSession, millis: number, clock: WorkerClock): Promise<void> {
  let cancel = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(millis, () =>
      reject(
        new BeamError('E_WORKER', `A worker was started, but did not connect within ${millis / 1000} s.`, {
          help: 'check that it can reach this machine, and what it says itself',
        }),
      ),
    );
  });
  const gone = session.gone.then((why) => Promise.reject(why));
  gone.catch(() => undefined);
  try {
    await Promise.race([session.connected, gone, late]);
  } finally {
    cancel();
  }
}

/** @throws BeamError `E_BAD_PLAN` for a file that a worker would put outside of its folder */
function checkNames(dependencies: readonly Environment['dependencies'][number][]): void {
  for (const { roleUrn, rolePayload } of dependencies) {
    if (roleUrn !== urns.artifactRoles.stagingTo) continue;
    const { stagedName } = ArtifactStagingToRolePayload.decode(rolePayload);
    const isInside =
      stagedName !== '' &&
      !/^([/\\]|[A-Za-z]:)/.test(stagedName) &&
      !stagedName.split(/[/\\]/).includes('..');
    if (!isInside || stagedName.includes('\0')) {
      throw new BeamError(
        'E_BAD_PLAN',
        `A file of the plan would be staged to "${stagedName}", outside of its folder.`,
      );
    }
  }
}
