import { BeamError, type ErrorCode, errorFromText } from '@hornbeam/sdk/model';

/**
 * What the failure of a job on Flink means, for failures that have a remedy.
 * @param texts messages and stack traces of Java
 */
export function flinkFailure(texts: readonly string[]): BeamError | undefined {
  const text = texts.join('\n');
  const users = errorFromText(text);
  if (users !== undefined) return users;
  const workerless = failureToStart(text);
  if (workerless !== undefined) return workerless;
  for (const { sign, explain } of signs) {
    const match = sign.exec(text);
    if (match !== null) return explain(match);
  }
  return undefined;
}

/**
 * What a trace says of a job whose workers cannot begin, or cannot build its graph: no restart helps it. Undefined when it
 * says nothing of the kind.
 */
export function hopelessFailure(trace: string): BeamError | undefined {
  const told = errorFromText(trace);
  if (told === undefined) return failureToStart(trace);
  // A pool says so when its worker cannot reach the TaskManager.
  const isOfPool =
    told.code === 'E_SERVICE' && trace.includes('ExternalEnvironmentFactory.createEnvironment');
  return isOfPool || hopelessCodes.has(told.code) ? told : undefined;
}

/** Errors of building a graph: workers that run have them only when they are none of this job. */
const hopelessCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'E_GRAPH_DIFFERS',
  'E_BUILD',
  'E_NO_PIPELINE',
  'E_BAD_OPTION',
  'E_USAGE',
  'E_UNSUPPORTED',
]);

function failureToStart(trace: string): BeamError | undefined {
  const [, command] = /IOException: Cannot run program "([^"]+)"/.exec(trace) ?? [];
  if (command !== undefined) {
    return new BeamError('E_SERVICE', `Flink's TaskManager cannot start the worker "${command}".`, {
      help: 'the program must be there, and executable, on every machine that has a TaskManager',
    });
  }
  const [, engine] =
    /exit code \d+ for command 'docker [^']*'\. stderr: (?:docker: )?([^\n]*)/.exec(trace) ?? [];
  if (engine !== undefined) {
    const why = engine.replace(/\s*Run 'docker.*$/, '').replace(/[.?!]$/, '');
    return new BeamError(
      'E_SERVICE',
      `Flink's TaskManager cannot start the container of the worker: ${why}.`,
      {
        help: 'every machine that has a TaskManager needs a container engine, its docker command, and the image',
      },
    );
  }
  const [, exitCode] = /Process died with exit code (\d+)/.exec(trace) ?? [];
  // A process that was killed may well begin another time.
  if (exitCode !== undefined && Number(exitCode) < FIRST_SIGNAL) {
    return new BeamError('E_SERVICE', `The worker ended with code ${exitCode} before it had begun.`, {
      help: 'Flink throws away what it printed: start the program by hand to see why',
    });
  }
  return unreachableWorker(trace);
}

/** Exit codes from here on are those of signals. */
const FIRST_SIGNAL = 128;

/** The failure of a TaskManager's call that asks for a worker. */
function unreachableWorker(trace: string): BeamError | undefined {
  const match = /StatusRuntimeException: ([^\n]*)[\s\S]*?ExternalEnvironmentFactory\.createEnvironment/.exec(
    trace,
  );
  if (match === null) return undefined;
  return new BeamError('E_SERVICE', `Flink's TaskManager cannot reach the worker (${match[1]}).`, {
    help: 'workers must be reachable from every TaskManager: give an address that is, or let Flink start them (--environment-type=process)',
  });
}

interface Sign {
  readonly sign: RegExp;
  readonly explain: (match: RegExpExecArray) => BeamError;
}

const signs: readonly Sign[] = [
  {
    sign: /JobCancellationException: Job was cancelled/,
    explain: () =>
      new BeamError('E_CANCELLED', 'The job was cancelled on its cluster.', {
        help: 'somebody ended it by beam-run jobs cancel, or in the pages of Flink',
      }),
  },
  {
    sign: /NoResourceAvailableException[^\n]*/,
    explain: () =>
      new BeamError('E_SERVICE', 'The cluster has not enough free task slots for the job.', {
        help: 'lower --parallelism, end other jobs, or add TaskManagers',
      }),
  },
  {
    sign: /(?:Failed to rollback to checkpoint\/savepoint|Cannot map checkpoint\/savepoint state)[^\n]*/,
    explain: () =>
      new BeamError('E_GRAPH_DIFFERS', 'The savepoint has state of steps that the pipeline does not have.', {
        help: 'resume with the pipeline that took it, or drop that state with --runner-option allow_non_restored_state=true',
      }),
  },
  {
    sign: /(?:Cannot find|could not find)[^\n]*(?:checkpoint|savepoint)[^\n]*|FileNotFoundException: Cannot find checkpoint[^\n]*/i,
    explain: () =>
      new BeamError('E_USAGE', 'There is no savepoint where the job is to go on from.', {
        help: 'give the path that the savepoint was written to, as the cluster sees it',
      }),
  },
];
