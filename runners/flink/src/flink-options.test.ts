import { describe, expect, test } from 'vitest';
import { masterOf, restUrlOf } from './flink-address.js';
import { flinkFailure } from './flink-failure.js';
import { flinkOptions, takesCheckpoints } from './flink-options.js';

describe('options of a job of Flink', () => {
  test('a bounded run is sent only what was asked for', () => {
    expect(flinkOptions({}, { endless: false, streaming: false })).toEqual({});
    const settings = { parallelism: 3, checkpointInterval: 100, allowNonRestoredState: false };
    expect(flinkOptions(settings, { endless: false, streaming: false })).toEqual({ parallelism: 3 });
  });

  test('an endless run has bundles that end before checkpoints, and sources that stay', () => {
    expect(flinkOptions({}, { endless: true, streaming: true })).toMatchObject({
      streaming: true,
      checkpointing_interval: 5000,
      finish_bundle_before_checkpointing: true,
      max_bundle_time_mills: 200,
      max_bundle_size: 1000,
      shutdown_sources_after_idle_ms: Number.MAX_SAFE_INTEGER,
    });
  });

  test('a bounded stream ends when its sources have', () => {
    const options = flinkOptions({}, { endless: false, streaming: true });
    expect(options.shutdown_sources_after_idle_ms).toBe(0);
  });

  test.each([100, 1000, 5000, 60_000])(
    'stable input has a buffer for every checkpoint that can be under way, before and after a restart, at %i ms',
    (interval) => {
      const shape = { endless: true, streaming: true, stableSteps: ['sink/write'] };
      const sent = flinkOptions({ checkpointInterval: interval }, shape);
      const underWay = Math.ceil(Number(sent.checkpoint_timeout_millis) / interval);
      // Beam has one buffer more than checkpoints.
      expect(Number(sent.num_concurrent_checkpoints) + 1).toBeGreaterThan(2 * underWay);
      expect(sent).toMatchObject({ fail_on_checkpointing_errors: true, enable_stable_input_drain: true });
      expect(flinkOptions({}, { endless: true, streaming: true })).not.toHaveProperty(
        'num_concurrent_checkpoints',
      );
    },
  );

  test('an interval of 0 takes no checkpoints', () => {
    const options = flinkOptions({ checkpointInterval: 0 }, { endless: true, streaming: true });
    expect(options).not.toHaveProperty('checkpointing_interval');
  });

  test('checkpoints are taken of what has no end and is no test', () => {
    const endless = { endless: true, streaming: true };
    expect(takesCheckpoints({}, endless)).toBe(true);
    expect(takesCheckpoints({ checkpointInterval: 0 }, endless)).toBe(false);
    expect(takesCheckpoints({}, { ...endless, testStream: true })).toBe(false);
    expect(takesCheckpoints({}, { endless: false, streaming: true })).toBe(false);
  });

  test('a test stream is played element by element on one line', () => {
    const shape = { endless: true, streaming: true, testStream: true };
    expect(flinkOptions({}, shape)).toMatchObject({ parallelism: 1, max_bundle_size: 1 });
    expect(flinkOptions({}, shape)).not.toHaveProperty('checkpointing_interval');
  });

  test("the user's own options go before all others", () => {
    const own = { max_bundle_size: 7, savepoint_path: '/b' };
    const options = flinkOptions({ savepointPath: '/a', options: own }, { endless: true, streaming: true });
    expect(options).toMatchObject(own);
  });
});

describe('the address of a cluster', () => {
  test('is taken with and without a scheme and a port', () => {
    expect(restUrlOf('host')).toBe('http://host:8081');
    expect(restUrlOf('host:1234')).toBe('http://host:1234');
    expect(restUrlOf('http://host:1234/')).toBe('http://host:1234');
    expect(restUrlOf('https://host/flink/')).toBe('https://host/flink');
  });

  test('that is none is refused', () => {
    for (const text of ['', 'http://', 'a b:1']) {
      expect(() => restUrlOf(text)).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
    }
  });

  test('is host and port for a job server, which knows no TLS', () => {
    expect(masterOf('http://host:1234')).toBe('host:1234');
    expect(masterOf('[local]')).toBe('[local]');
    expect(() => masterOf('https://host')).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
  });
});

describe('a failure of Flink', () => {
  test('without a remedy is left to others', () => {
    expect(flinkFailure(['java.lang.IllegalStateException: no'])).toBeUndefined();
  });

  test('for want of slots says so', () => {
    const text = 'Caused by: org.apache.flink.runtime.NoResourceAvailableException: Could not acquire';
    expect(flinkFailure([text])).toMatchObject({
      code: 'E_SERVICE',
      help: expect.stringContaining('--parallelism'),
    });
  });
});
