/**
 * Runs pipelines on Flink.
 *
 * Owns, for the time of one job: the job server where none was given, its run folder. Does not own clusters, job
 * servers that were given, nor workers (the environment that was opened does).
 *
 * Invariants:
 *  K1  what Flink cannot do, and a cluster that cannot be used, is refused before anything is started.
 *  K2  what was started for a job ends with it, however it ends; when this process is killed, servers end by themselves.
 *  K3  a job on a cluster does not outlive the job server that was started for it: it is cancelled by REST.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  flinkProfile,
  PortableRunner,
  type PortableRunnerSettings,
  portablePlan,
  readerOfSideInputs,
  refusal,
} from '@hornbeam/jobs';
import { Environment } from '@hornbeam/proto';
import type { Graph, Job, Runner, RunOptions } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { type Plan, toPlan } from '@hornbeam/sdk/translate';
import { type FlinkPartsSettings, flinkParts, freePort } from '@hornbeam/services';
import { embeddedConfig } from './embedded-config.js';
import { EndWatch } from './end-watch.js';
import { FailureWatch } from './failure-watch.js';
import { EMBEDDED_FLINK, isEmbedded, masterOf } from './flink-address.js';
import { flinkEndings } from './flink-endings.js';
import { flinkFailure } from './flink-failure.js';
import { FlinkJobFinder } from './flink-job-finder.js';
import { type FlinkJobSettings, flinkOptions, type RunShape, takesCheckpoints } from './flink-options.js';
import { JobServer } from './job-server.js';
import { FlinkClient } from './rest-client.js';
import { submitByRest } from './rest-submit.js';
import { shapeOf } from './run-shape.js';

/** Where and how a {@link FlinkRunner} runs pipelines. */
export interface FlinkRunnerSettings extends FlinkJobSettings, FlinkPartsSettings {
  /** `host:port` of a cluster's REST API. With neither this nor a job endpoint Flink runs inside of a job server here. */
  readonly flinkMaster?: string | undefined;
  /** `host:port` of a job server that is up. */
  readonly jobEndpoint?: string | undefined;
  /** The job server has its Flink inside, so that the REST API at `flinkMaster` is there only while a job runs. */
  readonly embedded?: boolean | undefined;
  /** By which way jobs come to the cluster; `job-server` by default. */
  readonly submit?: 'job-server' | 'rest' | undefined;
  /** Opens what the user's code runs in; this process unless given. */
  readonly openEnvironment?: PortableRunnerSettings['openEnvironment'] | undefined;
  /** Takes transforms of other SDKs apart before the run. */
  readonly expand?: PortableRunnerSettings['expand'] | undefined;
}

/** See the head of this file. */
export class FlinkRunner implements Runner {
  readonly name = 'flink';
  private readonly settings: FlinkRunnerSettings;

  constructor(settings: FlinkRunnerSettings = {}) {
    this.settings = settings;
  }

  /**
   * @throws BeamError `E_UNSUPPORTED` for what Flink cannot do and for another version of it, `E_SERVICE` when a server
   *   does not answer or does not start, `E_ENVIRONMENT` without Java, `E_USAGE` for settings that contradict each other
   */
  async run(graph: Graph, given: RunOptions): Promise<Job> {
    const { flinkMaster, jobEndpoint, submit = 'job-server' } = this.settings;
    const plan = toPlan(graph);
    const isWatched = jobEndpoint === undefined || (flinkMaster !== undefined && !isEmbedded(flinkMaster));
    const shape = shapeOf(plan, this.settings, isWatched, given);
    const options: RunOptions = { ...given, streaming: shape.streaming };
    refuseForFlink(plan);
    if (takesCheckpoints(this.settings, shape)) refuseWithCheckpoints(plan);
    if (submit === 'rest') return this.submitByRest(plan, options, shape);
    if (jobEndpoint !== undefined) return this.runAt(jobEndpoint, flinkMaster, graph, options, shape);
    if (flinkMaster !== undefined && !isEmbedded(flinkMaster)) {
      return this.runInFrontOf(flinkMaster, graph, options, shape);
    }
    return this.runEmbedded(graph, options, shape);
  }

  private async submitByRest(plan: Plan, options: RunOptions, shape: RunShape): Promise<Job> {
    const { flinkMaster, jobEndpoint } = this.settings;
    if (flinkMaster === undefined || isEmbedded(flinkMaster) || jobEndpoint !== undefined) {
      throw new BeamError('E_USAGE', 'A job can be submitted by REST to a cluster only.', {
        help: "give --flink-master=host:port of the cluster's REST API, and no --job-endpoint",
      });
    }
    const client = await usableCluster(flinkMaster);
    const { jars } = await flinkParts(this.settings);
    const { openEnvironment, expand } = this.settings;
    return submitByRest({ job: this.settings, client, jars, plan, options, shape, openEnvironment, expand });
  }

  /** At a job server that is up. What it runs on is known only where a master was given, too. */
  private async runAt(
    endpoint: string,
    master: string | undefined,
    graph: Graph,
    options: RunOptions,
    shape: RunShape,
  ): Promise<Job> {
    if (master === undefined || isEmbedded(master)) {
      return this.portable({ endpoint, options: flinkOptions(this.settings, shape), ...sinksOf(shape) }).run(
        graph,
        options,
      );
    }
    const { embedded = false } = this.settings;
    const client = embedded ? await freeEmbedded(master) : await usableCluster(master);
    const finder = embedded
      ? FlinkJobFinder.alone(client, options.jobName)
      : await FlinkJobFinder.before(client, options.jobName);
    return this.watched(
      client,
      finder,
      options,
      shape,
      async () => undefined,
      (watched) =>
        this.portable({
          ...{ endpoint, options: flinkOptions(this.settings, shape) },
          ...sinksOf(shape),
          ...watched,
        }).run(graph, options),
    );
  }

  private async runInFrontOf(
    master: string,
    graph: Graph,
    options: RunOptions,
    shape: RunShape,
  ): Promise<Job> {
    const client = await usableCluster(master);
    const finder = await FlinkJobFinder.before(client, options.jobName);
    const { jars } = await flinkParts(this.settings);
    const jobOptions = { files_to_stage: jars, ...flinkOptions(this.settings, shape) };
    return this.withServer(masterOf(master), undefined, options, (server, close) => {
      const lost = lossOf(server, async () => client.cancel(await finder.find()));
      return this.watched(client, finder, options, shape, close, (watched) =>
        this.portable({
          ...{ endpoint: server.endpoint, options: jobOptions, ...sinksOf(shape), ...watched },
          lost: Promise.race([lost, watched.lost]),
        }).run(graph, options),
      );
    });
  }

  private async runEmbedded(graph: Graph, options: RunOptions, shape: RunShape): Promise<Job> {
    const restPort = await freePort();
    const client = new FlinkClient(`localhost:${restPort}`);
    const finder = FlinkJobFinder.alone(client, options.jobName);
    return this.withServer(EMBEDDED_FLINK, restPort, options, (server, close, dir) =>
      this.watched(client, finder, options, { ...shape, scratch: `file://${dir}` }, close, (watched) =>
        this.portable({
          ...{
            endpoint: server.endpoint,
            options: flinkOptions(this.settings, shape),
            ...sinksOf(shape),
            ...watched,
          },
          lost: Promise.race([lossOf(server, async () => undefined), watched.lost]),
        }).run(graph, options),
      ),
    );
  }

  /** Starts a job server, and sees that it ends (K2): `begin` hands `close` to the job. */
  private async withServer(
    flinkMaster: string,
    restPort: number | undefined,
    { signal }: RunOptions,
    begin: (server: JobServer, close: () => Promise<void>, dir: string) => Promise<Job>,
  ): Promise<Job> {
    const { cache, java, home, jars } = await flinkParts(this.settings);
    signal?.throwIfAborted();
    const dir = mkdtempSync(join(tmpdir(), 'hornbeam-flink-'));
    const remove = (): void => rmSync(dir, { recursive: true, force: true });
    let server: JobServer;
    try {
      server = await JobServer.start({
        ...{ flinkMaster, dir, jar: jars, flinkHome: home, java, cache },
        ...(restPort !== undefined && {
          confDir: embeddedConfig(dir, restPort, join(cache.dir, 'savepoints')),
        }),
      });
    } catch (thrown) {
      remove();
      throw thrown;
    }
    const close = async (): Promise<void> => {
      // The error of one that died names its log.
      const died = !server.process.running;
      await server.stop();
      if (!died) remove();
    };
    try {
      signal?.throwIfAborted();
      return await begin(server, close, dir);
    } catch (thrown) {
      await close();
      throw thrown;
    }
  }

  /** Begins a job whose cluster can be asked: it is ended by Flink, and its failures are told as they come. */
  private watched(
    client: FlinkClient,
    finder: FlinkJobFinder,
    options: RunOptions,
    { scratch, ...shape }: RunShape & { readonly scratch?: string },
    close: () => Promise<void>,
    begin: (watched: WatchedSettings) => Promise<Job>,
  ): Promise<Job> {
    const find = (): Promise<string> => finder.find();
    const watch = new FailureWatch(client, find, options);
    const endWatch = shape.endless
      ? new EndWatch({
          ...{ client, find, log: options.log, directory: scratch },
          savepoint: takesCheckpoints(this.settings, shape),
          stableSteps: shape.stableSteps,
        })
      : undefined;
    const isComplete = (): boolean => endWatch?.isComplete === true;
    const end = async (): Promise<void> => {
      watch.close();
      endWatch?.close();
      await close();
    };
    return begin({
      ...flinkEndings(client, find, options),
      ...{ lost: watch.hopeless, isComplete, close: end },
    });
  }

  private portable(settings: PortableRunnerSettings): PortableRunner {
    const { openEnvironment, expand } = this.settings;
    return new PortableRunner({
      ...(expand && { expand }),
      profile: flinkProfile,
      explain: flinkFailure,
      ...(openEnvironment && { openEnvironment }),
      ...settings,
    });
  }
}

/** How a plan of this shape is sent. */
const sinksOf = ({ stableSteps }: RunShape): { readonly stableSinks: boolean } => ({
  stableSinks: stableSteps !== undefined,
});

/** How long the Flink of an embedded job may take to go, and how often is looked, ms. */
const EMBEDDED_END_MILLIS = 30_000;
const EMBEDDED_LOOK_MILLIS = 50;

/** What a job is told of its cluster. */
type WatchedSettings = Required<
  Pick<PortableRunnerSettings, 'stop' | 'drain' | 'lost' | 'close' | 'isComplete'>
>;

/** Throws what Flink cannot do of a plan. @throws BeamError `E_UNSUPPORTED` with the step and the reason */
export function refuseForFlink(plan: Plan): void {
  portablePlan(plan, { profile: flinkProfile, environment: Environment.create() });
}

/** Beam writes the values of side inputs into checkpoints with a coder of windowed values, which fails each of them. */
function refuseWithCheckpoints({ pipeline }: Plan): void {
  const reader = readerOfSideInputs(pipeline);
  if (reader === undefined) return;
  throw refusal(
    reader,
    "Beam's runner for Flink cannot take checkpoints of an endless job with side inputs.",
    'run it without checkpoints (--checkpoint-interval=0): after a failure it then begins anew; or keep the values in state',
  );
}

/** A cluster that answers, has the right version and can run something. */
async function usableCluster(master: string): Promise<FlinkClient> {
  const client = new FlinkClient(master);
  const { slots } = await client.requireSupported();
  if (slots > 0) return client;
  throw new BeamError(
    'E_SERVICE',
    `The cluster at ${client.url} has no task slots: no TaskManager is there.`,
    {
      help: 'start a TaskManager, or wait until one has come',
    },
  );
}

/** The REST API that the next job of a job server with a Flink inside will have, once that of the last is gone. */
async function freeEmbedded(master: string): Promise<FlinkClient> {
  const client = new FlinkClient(master);
  const until = Date.now() + EMBEDDED_END_MILLIS;
  while (Date.now() < until) {
    const isThere = await client.overview().then(
      () => true,
      () => false,
    );
    if (!isThere) return client;
    await delay(EMBEDDED_LOOK_MILLIS);
  }
  throw new BeamError('E_SERVICE', `The Flink inside of the job server still runs a job (${client.url}).`, {
    help: 'wait until it has ended, or cancel it; such a job server runs one job at a time here',
  });
}

/**
 * Rejects when a job server ends that should not.
 * @param undo is done before; what goes wrong in it is not told, since the loss is the failure
 */
function lossOf(server: JobServer, undo: () => Promise<void>): Promise<never> {
  const lost = server.untilEnded().then(never, async (thrown: unknown) => {
    await undo().catch(() => undefined);
    throw thrown;
  });
  // It may come while nobody waits for it yet.
  lost.catch(() => undefined);
  return lost;
}

const never = (): Promise<never> => new Promise(() => undefined);
