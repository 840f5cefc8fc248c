import { readFileSync } from 'node:fs';
import type { FlinkRunnerSettings } from '@hornbeam/flink';
import type { EnvironmentSettings, PipelineOptions, ServiceAccess } from '@hornbeam/jobs';
import { BeamError } from '@hornbeam/sdk/model';
import type { Host } from '../host.js';
import type { PrismRunnerSettings } from '../prism/prism-runner.js';
import { workerProgram } from '../worker/worker-program.js';
import { timeLimit } from './flag-values.js';
import type { RunFlags } from './run-flags.js';

/** What the command line says to runners that are servers. */
export interface RemoteSettings {
  /** The flags that only such runners take, as far as they were given. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly flink: FlinkRunnerSettings;
  readonly prism: PrismRunnerSettings;
  /** Where user code is to run; undefined when nobody said so. */
  readonly environment: EnvironmentSettings | undefined;
  /** The job service of a runner, which has no usual place. @throws BeamError `E_USAGE` when none was given */
  jobService(runner: string): {
    readonly endpoint: string;
    readonly options: PipelineOptions;
    readonly access: ServiceAccess;
  };
}

/**
 * Reads the flags for runners that are servers.
 * @param report told what takes time
 * @throws BeamError `E_USAGE`
 */
export function remoteSettings(
  flags: RunFlags,
  { env }: Pick<Host, 'env'>,
  report: (what: string) => void,
): RemoteSettings {
  const { flinkMaster, jobEndpoint, submit, parallelism, fromSavepoint, beamJars } = flags;
  const { environmentType, environmentConfig } = flags;
  const options = runnerOptions(flags.runnerOption ?? []);
  const flink: FlinkRunnerSettings = {
    ...{ flinkMaster, jobEndpoint, submit, parallelism, options, report, env },
    savepointPath: fromSavepoint,
    checkpointInterval: checkpointInterval(flags.checkpointInterval),
    ...(beamJars !== undefined && { beamJars }),
  };
  const given = Object.entries({
    '--flink-master': flinkMaster,
    '--job-endpoint': jobEndpoint,
    '--submit': submit,
    '--parallelism': parallelism,
    '--checkpoint-interval': flags.checkpointInterval,
    '--from-savepoint': fromSavepoint,
    '--runner-option': flags.runnerOption,
    '--beam-jars': beamJars,
    '--environment-type': environmentType,
    '--environment-config': environmentConfig,
  }).filter(([, value]) => value !== undefined);
  const jobOptions = { ...(parallelism !== undefined && { parallelism }), ...options };
  const prism: PrismRunnerSettings = { jobEndpoint, options: jobOptions, report, env };
  const jobService: RemoteSettings['jobService'] = (runner) => {
    if (jobEndpoint !== undefined) {
      return { endpoint: jobEndpoint, options: jobOptions, access: serviceAccess(env) };
    }
    throw new BeamError('E_USAGE', `The ${runner} runner needs a job service, and none was given.`, {
      help: 'say where it is: --job-endpoint=host:port',
    });
  };
  const environment =
    environmentType === undefined && environmentConfig === undefined
      ? undefined
      : { type: environmentType, config: environmentConfig, worker: workerProgram(env) };
  return { given: Object.fromEntries(given), flink, prism, environment, jobService };
}

/**
 * What a job service is shown: the token of HORNBEAM_TOKEN, and encrypted calls where HORNBEAM_CA names what signed its
 * certificate. @throws BeamError `E_IO`
 */
export function serviceAccess({ HORNBEAM_TOKEN: token, HORNBEAM_CA: path }: Host['env']): ServiceAccess {
  const withToken = token ? { token } : {};
  if (!path) return withToken;
  try {
    return { ...withToken, tls: { ca: readFileSync(path) } };
  } catch (thrown) {
    throw BeamError.from(thrown, 'E_IO', { path });
  }
}

function checkpointInterval(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^0+(ms|s|m|h|d)?$/.test(text) ? 0 : timeLimit(text, '--checkpoint-interval');
}

/** Options as runners written in Java take them: numbers and truth values are none of text. */
function runnerOptions(texts: readonly string[]): PipelineOptions {
  return Object.fromEntries(
    texts.map((text) => {
      const match = /^([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(text);
      if (match === null) {
        throw new BeamError('E_USAGE', `--runner-option cannot be "${text}".`, {
          help: 'write --runner-option name=value, such as max_parallelism=128',
        });
      }
      return [snake(match[1] as string), optionValue(match[2])] as const;
    }),
  );
}

const snake = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, (_, before: string, letter: string) => `${before}_${letter}`)
    .replaceAll('-', '_')
    .toLowerCase();

function optionValue(text: string | undefined): string | number | boolean {
  if (text === undefined || text === 'true') return true;
  if (text === 'false') return false;
  return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text;
}
