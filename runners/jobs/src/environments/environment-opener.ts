import { isAbsolute } from 'node:path';
import type { RunOptions } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import type { Plan } from '@hornbeam/sdk/translate';
import { openDocker } from './docker.js';
import { type ExternalSettings, openExternal } from './external.js';
import { openLoopback } from './loopback.js';
import { openProcess, type ProcessSettings } from './process.js';
import type { WorkerEnvironment } from './worker-environment.js';

/** The kinds of places where user code can run. */
export const environmentTypes = ['loopback', 'external', 'process', 'docker'] as const;

/** Where user code is to run, in the words of Beam's options `environment_type` and `environment_config`. */
export interface EnvironmentSettings {
  /** `loopback` unless given. */
  readonly type?: (typeof environmentTypes)[number] | undefined;
  /**
   * `loopback`: a host of this machine that the runner reaches. `external`: `host:port` of a pool, or
   * `{"url": "host:port", "params": {…}}`. `process`: a program, or `{"command": "…", "env": {…}}`. `docker`: an image.
   */
  readonly config?: string | undefined;
  /** What `process` starts when the config names no program. */
  readonly worker: Pick<ProcessSettings, 'command' | 'env'>;
}

/** Opens what the user's code of one job runs in. */
export type OpenEnvironment = (plan: Plan, options: RunOptions) => Promise<WorkerEnvironment>;

/** Reads settings, before anything is opened. @throws BeamError `E_USAGE` */
export function environmentOpener({
  type = 'loopback',
  config = '',
  worker,
}: EnvironmentSettings): OpenEnvironment {
  switch (type) {
    case 'loopback':
      return (plan, { log }) =>
        openLoopback(plan, { ...(log && { log }), ...(config !== '' && { host: config }) });
    case 'external': {
      const settings = externalSettings(config);
      return (plan, options) => openExternal(plan, options, settings);
    }
    case 'process': {
      const settings = processSettings(config, worker);
      return (plan, options) => openProcess(plan, options, settings);
    }
    case 'docker':
      if (config === '') {
        throw new BeamError('E_USAGE', 'The environment docker needs an image, and none was given.', {
          help: 'build one as docs/workers.md shows, and name it: --environment-config=<image>',
        });
      }
      return (plan, options) => openDocker(plan, options, config);
  }
}

function externalSettings(config: string): ExternalSettings {
  const { url, params = {} } = config.startsWith('{') ? object(config) : { url: config };
  const isEndpoint = typeof url === 'string' && /^[^\s/]+:\d{1,5}$/.test(url);
  if (isEndpoint && isTexts(params)) return { endpoint: url, params };
  throw new BeamError('E_USAGE', `"${config}" is no pool of workers.`, {
    help: 'begin one with beam-run worker --pool, and name it: --environment-config=host:port',
  });
}

function processSettings(config: string, worker: EnvironmentSettings['worker']): ProcessSettings {
  const { command = worker.command, env = {} } = config.startsWith('{')
    ? object(config)
    : config === ''
      ? {}
      : { command: config };
  if (typeof command !== 'string' || !isAbsolute(command) || !isTexts(env)) {
    throw new BeamError('E_USAGE', `"${config}" names no program that a runner can start.`, {
      help: 'give its absolute path, or {"command": "/path/of/beam-worker", "env": {"NAME": "value"}}',
    });
  }
  const isOurs = command === worker.command;
  return { command, isOurs, env: { ...(isOurs && worker.env), ...env } };
}

function object(config: string): Record<string, unknown> {
  try {
    return JSON.parse(config) as Record<string, unknown>;
  } catch (thrown) {
    throw new BeamError('E_USAGE', `--environment-config is no JSON: ${(thrown as Error).message}.`, {
      cause: thrown,
      help: 'quote it for the shell: --environment-config=\'{"command": "…"}\'',
    });
  }
}

const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((each) => typeof each === 'string');
