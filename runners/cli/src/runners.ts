import type { DurableSettings } from '@hornbeam/direct';
import type { OpenEnvironment } from '@hornbeam/jobs';
import type { Runner } from '@hornbeam/sdk';
import type { Graph } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import type { ExpandPlan } from '@hornbeam/sdk/translate';
import type { RemoteSettings } from './args/remote-settings.js';
import { nearest } from './args/spelling.js';

/** What the command line says about how a runner works. */
export interface RunnerSettings {
  /** Bytes that the runner may hold in memory before it goes to disk. */
  readonly memoryBudget?: number;
  /** How long a run that is to end may come no further, ms. */
  readonly drainMillis?: number;
  /** How the run is kept; undefined where it is not. */
  readonly durable?: DurableSettings | undefined;
  /** Fail when a callback changes an element that it was given. */
  readonly checkImmutability?: boolean;
  /** Pass every element through its coder between steps. */
  readonly encodeEveryBundle?: boolean;
  /** For runners that are servers. */
  readonly remote: RemoteSettings;
}

/** A runner that `--runner` can name. */
export interface RunnerEntry {
  readonly name: string;
  /** Other names: what users of Beam's other SDKs write. */
  readonly aliases: readonly string[];
  readonly description: string;
  create(settings: RunnerSettings): Promise<Runner>;
  /** Throws what the runner cannot do of a graph. @throws BeamError `E_UNSUPPORTED` */
  check(graph: Graph): Promise<void>;
}

/** All runners that this command can start. */
export const runners: readonly RunnerEntry[] = [
  {
    name: 'direct',
    aliases: ['DirectRunner'],
    description: 'in this process, without a server; more data than memory goes through temporary files',
    create: async ({ remote, ...settings }) => {
      const [stray] = Object.keys(remote.given);
      if (stray !== undefined) {
        throw new BeamError('E_USAGE', `The direct runner takes no ${stray}.`, {
          help: 'say which runner it is for: --runner=flink, --runner=portable or --runner=prism',
        });
      }
      const { DirectRunner } = await import('@hornbeam/direct');
      return new DirectRunner({ ...settings, expand: expandExternals });
    },
    // What it cannot do is found when the stages are planned, which every command does.
    check: async () => undefined,
  },
  {
    name: 'flink',
    aliases: ['FlinkRunner'],
    description: 'on Apache Flink 1.19: a cluster (--flink-master), or one that is started for the run',
    create: async ({ remote }) => {
      const { FlinkRunner } = await import('@hornbeam/flink');
      return new FlinkRunner({
        expand: expandExternals,
        // An experiment, and no option yet: see docs/design/0027-sinks-on-other-runners.md.
        stableSinks: process.env.HORNBEAM_FLINK_SINKS === 'yes',
        ...remote.flink,
        ...(await environmentOf(remote)),
      });
    },
    check: async (graph) => {
      const [{ refuseForFlink }, { toPlan }] = await Promise.all([
        import('@hornbeam/flink'),
        import('@hornbeam/sdk/translate'),
      ]);
      refuseForFlink(toPlan(graph));
    },
  },
  {
    name: 'portable',
    aliases: ['PortableRunner'],
    description: "on any runner of Beam's that has a job service (--job-endpoint)",
    create: async ({ remote }) => {
      const { PortableRunner, plainProfile } = await import('@hornbeam/jobs');
      return new PortableRunner({
        ...remote.jobService('portable'),
        expand: expandExternals,
        profile: plainProfile,
        ...(await environmentOf(remote)),
      });
    },
    check: async (graph) => {
      const [{ plainProfile, portablePlan }, { toPlan }, { Environment }] = await Promise.all([
        import('@hornbeam/jobs'),
        import('@hornbeam/sdk/translate'),
        import('@hornbeam/proto'),
      ]);
      portablePlan(toPlan(graph), { profile: plainProfile, environment: Environment.create() });
    },
  },
  {
    name: 'prism',
    aliases: ['PrismRunner'],
    description: "on Prism, Beam's runner in Go: one that is up (--job-endpoint), or is started for the run",
    create: async ({ remote }) => {
      const { PrismRunner } = await import('./prism/prism-runner.js');
      return new PrismRunner({ expand: expandExternals, ...remote.prism, ...(await environmentOf(remote)) });
    },
    check: async (graph) => {
      const [{ refuseForPrism }, { toPlan }] = await Promise.all([
        import('./prism/prism-runner.js'),
        import('@hornbeam/sdk/translate'),
      ]);
      refuseForPrism(toPlan(graph));
    },
  },
];

/** Takes transforms of other SDKs apart; what is needed for that is loaded only where there are some. */
const expandExternals: ExpandPlan = async (plan) => {
  const { urns } = await import('@hornbeam/proto/urns');
  const transforms = Object.values(plan.pipeline.components?.transforms ?? {});
  if (!transforms.some(({ spec }) => spec?.urn === urns.hornbeam.external))
    return { plan, close: async () => undefined };
  const { expandPlan } = await import('@hornbeam/expansion');
  return expandPlan(plan);
};

/** What opens the place where user code is to run, as a setting of runners. @throws BeamError `E_USAGE` */
async function environmentOf({
  environment,
}: RemoteSettings): Promise<{ openEnvironment?: OpenEnvironment }> {
  if (environment === undefined) return {};
  const { environmentOpener } = await import('@hornbeam/jobs');
  return { openEnvironment: environmentOpener(environment) };
}

/** The runner of this name. @throws BeamError `E_USAGE` */
export function findRunner(name: string): RunnerEntry {
  const wanted = name.toLowerCase();
  const names = (entry: RunnerEntry): string[] => [entry.name, ...entry.aliases];
  const found = runners.find((entry) => names(entry).some((each) => each.toLowerCase() === wanted));
  if (found !== undefined) return found;
  const near = nearest(name, runners.flatMap(names));
  throw new BeamError('E_USAGE', `There is no runner "${name}".`, {
    help:
      near === undefined
        ? `runners that exist: ${runners.flatMap(names).join(', ')}`
        : `did you mean ${near}? (runners that exist: ${runners.flatMap(names).join(', ')})`,
  });
}
