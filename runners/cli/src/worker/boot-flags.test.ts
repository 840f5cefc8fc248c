import { describe, expect, test } from 'vitest';
import { bootFlags } from './boot-flags.js';

describe('the flags that runners start workers with', () => {
  test('may be written in both forms, with one dash or two, and in quotes', () => {
    expect(
      bootFlags(['--id', 'w1', "--provision_endpoint='host:1'", '-logging_endpoint="host:2"']),
    ).toMatchObject({ workerId: 'w1', provision: 'host:1', logging: 'host:2' });
  });

  test('lose one pair of quotes only, and only a pair', () => {
    expect(bootFlags(["--id=''x''", '--provision_endpoint=p']).workerId).toBe("'x'");
    expect(bootFlags(["--id='x", '--provision_endpoint=p']).workerId).toBe("'x");
  });

  test('are all of Beam', () => {
    const argv = ['id', 'provision_endpoint', 'logging_endpoint', 'artifact_endpoint', 'control_endpoint'];
    const flags = [...argv, 'status_endpoint', 'semi_persist_dir'].map((name) => `--${name}=${name}`);
    expect(bootFlags(flags)).toEqual({
      workerId: 'id',
      provision: 'provision_endpoint',
      logging: 'logging_endpoint',
      artifact: 'artifact_endpoint',
      control: 'control_endpoint',
      status: 'status_endpoint',
      semiPersistDir: 'semi_persist_dir',
    });
  });

  test('that nobody knows are passed over, without the word behind them', () => {
    expect(bootFlags(['--id=w', '--verbose', '--other=1', 'word', '--control_endpoint', 'c'])).toMatchObject({
      workerId: 'w',
      control: 'c',
    });
  });

  test.each([
    [[], 'no --id'],
    [['--id=w'], 'no --provision_endpoint'],
    [["--id=''", '--provision_endpoint=p'], 'no --id'],
    [['--provision_endpoint=p', '--id'], '--id has no value'],
  ])('%j are refused', (argv, why) => {
    expect(() => bootFlags(argv)).toThrow(why);
  });
});
