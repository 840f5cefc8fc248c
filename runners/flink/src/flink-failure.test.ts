import { BeamError, errorToText } from '@hornbeam/sdk/model';
import { describe, expect, test } from 'vitest';
import { flinkFailure, hopelessFailure } from './flink-failure.js';

const open = "java.lang.Exception: The user defined 'open()' method caused an exception";

describe('a failure of Flink that no restart helps', () => {
  test.each([
    [
      `${open}: java.io.IOException: Cannot run program "/a/beam-worker": error=2, No such file or directory`,
      'cannot start the worker "/a/beam-worker"',
    ],
    [
      `${open}: java.lang.IllegalStateException: Process died with exit code 7`,
      'ended with code 7 before it had begun',
    ],
    [
      `${open}: java.io.IOException: Received exit code 125 for command 'docker run -d image --id=1-1'. stderr: docker: Cannot connect to the engine. Is it running?Run 'docker run --help' for more information`,
      'cannot start the container of the worker: Cannot connect to the engine. Is it running.',
    ],
    [
      'StatusRuntimeException: UNAVAILABLE: io exception\n\tat x.ExternalEnvironmentFactory.createEnvironment(E.java:1)',
      'cannot reach the worker (UNAVAILABLE: io exception)',
    ],
  ])('is told in our words: %s', (trace, message) => {
    expect(hopelessFailure(trace)).toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringContaining(message),
    });
    expect(flinkFailure([trace])).toEqual(hopelessFailure(trace));
  });

  test('is what a worker says that cannot build the graph', () => {
    const error = new BeamError('E_GRAPH_DIFFERS', 'Another graph.', { step: 'Work' });
    const trace = `java.lang.RuntimeException: ${errorToText(error)}\n\tat x.Y(Z.java:1)`;
    expect(hopelessFailure(trace)).toMatchObject({ code: 'E_GRAPH_DIFFERS', place: { step: 'Work' } });
  });
});

test('a job that somebody else has cancelled says so', () => {
  const trace =
    'org.apache.flink.runtime.client.JobCancellationException: Job was cancelled.\n\tat x.Y(Z.java:1)';
  expect(flinkFailure([trace])).toMatchObject({ code: 'E_CANCELLED' });
});

test('a pool whose worker does not reach the TaskManager is given up, a worker that lost it is not', () => {
  const text = errorToText(new BeamError('E_SERVICE', 'The runner at host:1 does not answer.'));
  expect(
    hopelessFailure(`${text}\n\tat x.ExternalEnvironmentFactory.createEnvironment(E.java:1)`),
  ).toMatchObject({
    code: 'E_SERVICE',
    message: 'The runner at host:1 does not answer.',
  });
  expect(hopelessFailure(`${text}\n\tat x.SdkHarnessClient.process(S.java:1)`)).toBeUndefined();
});

describe('a failure of Flink that a restart may help', () => {
  test.each([
    `${open}: java.lang.IllegalStateException: Process died with exit code 137`,
    `java.lang.RuntimeException: ${errorToText(new BeamError('E_USER', 'The network was away.'))}`,
    'java.lang.Exception: TaskManager was lost',
  ])('is not given up: %s', (trace) => {
    expect(hopelessFailure(trace)).toBeUndefined();
  });
});
