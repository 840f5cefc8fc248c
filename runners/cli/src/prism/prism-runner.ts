/**
 * Runs pipelines on a Prism that is up, or on one that it starts for the run.
 *
 * Owns, for the time of one job: Prism where none was given, and its run folder. Does not own workers (the environment
 * that was opened does).
 *
 * Invariants:
 *  R1  what Prism cannot do is refused before anything is built or started.
 *  R2  what was started for a job ends with it, however it ends; when this process is killed, Prism ends by itself.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type OpenEnvironment,
  type PipelineOptions,
  PortableRunner,
  type PortableRunnerSettings,
  portablePlan,
  prismProfile,
} from '@hornbeam/jobs';
import { Environment } from '@hornbeam/proto';
import type { Graph, Job, Runner, RunOptions } from '@hornbeam/sdk/construction';
import { type ExpandPlan, type Plan, toPlan } from '@hornbeam/sdk/translate';
import { PrismService, prismProgram, type Report, ServiceCache } from '@hornbeam/services';

/** Where and how a {@link PrismRunner} runs pipelines. */
export interface PrismRunnerSettings {
  /** `host:port` of a Prism that is up; without one Prism is started for the run, and built before at the first use. */
  readonly jobEndpoint?: string | undefined;
  /** Sent with the job, by name in snake case. */
  readonly options?: PipelineOptions;
  /** Opens what the user's code runs in; this process unless given. */
  readonly openEnvironment?: OpenEnvironment;
  /** Takes transforms of other SDKs apart before the run. */
  readonly expand?: ExpandPlan;
  /** Told what takes time. */
  readonly report?: Report | undefined;
  /** The variables that Go and the cache are found by. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** See the head of this file. */
export class PrismRunner implements Runner {
  readonly name = 'prism';
  private readonly settings: PrismRunnerSettings;

  constructor(settings: PrismRunnerSettings = {}) {
    this.settings = settings;
  }

  /**
   * @throws BeamError `E_UNSUPPORTED` for what Prism cannot do, `E_SERVICE` when it does not answer or does not start,
   *   `E_ENVIRONMENT` without Go, `E_DOWNLOAD` when it cannot be built
   */
  async run(graph: Graph, options: RunOptions): Promise<Job> {
    refuseForPrism(toPlan(graph));
    const { jobEndpoint } = this.settings;
    if (jobEndpoint !== undefined) return this.portable({ endpoint: jobEndpoint }).run(graph, options);
    const { env, report } = this.settings;
    const program = await prismProgram({ cache: ServiceCache.locate(env), env, report });
    options.signal?.throwIfAborted();
    const dir = mkdtempSync(join(tmpdir(), 'hornbeam-prism-'));
    const remove = (): void => rmSync(dir, { recursive: true, force: true });
    const prism = await PrismService.start({ dir, program }).catch((thrown: unknown) => {
      remove();
      throw thrown;
    });
    const close = async (): Promise<void> => {
      // The error of one that died names its log.
      const died = !prism.process.running && !prism.process.stopped;
      await prism.stop();
      if (!died) remove();
    };
    try {
      return await this.portable({ endpoint: prism.endpoint, close, lost: lossOf(prism) }).run(
        graph,
        options,
      );
    } catch (thrown) {
      await close();
      throw thrown;
    }
  }

  private portable(settings: PortableRunnerSettings): PortableRunner {
    const { options, openEnvironment, expand } = this.settings;
    return new PortableRunner({
      ...(expand && { expand }),
      profile: prismProfile,
      ...(options && { options }),
      ...(openEnvironment && { openEnvironment }),
      ...settings,
    });
  }
}

/** Throws what Prism cannot do of a plan. @throws BeamError `E_UNSUPPORTED` with the step and the reason */
export function refuseForPrism(plan: Plan): void {
  portablePlan(plan, { profile: prismProfile, environment: Environment.create() });
}

/** Rejects when Prism ends that should not. */
function lossOf(prism: PrismService): Promise<never> {
  const lost = prism.untilEnded().then(() => new Promise<never>(() => undefined));
  // It may come while nobody waits for it yet.
  lost.catch(() => undefined);
  return lost;
}
