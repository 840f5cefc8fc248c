import { BeamError, errorFromText } from '@hornbeam/sdk/model';

/**
 * What the failure of a job on Flink means, for failures that have a remedy.
 * @param texts messages and stack traces of Java
 */
export function flinkFailure(texts: readonly string[]): BeamError | undefined {
  const text = texts.join('\n');
  const users = errorFromText(text);
  if (users !== undefined) return users;
  const unreachable = unreachableWorker(text);
  if (unreachable !== undefined) return unreachable;
  for (const { sign, explain } of signs) {
    const match = sign.exec(text);
    if (match !== null) return explain(match);
  }
  return undefined;
}

/** The failure of a TaskManager's call that asks for a worker; undefined when a trace holds none. */
export function unreachableWorker(trace: string): BeamError | undefined {
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
