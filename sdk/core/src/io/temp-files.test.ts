import { spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isAbandoned, tempPath } from './temp-files.js';

describe('the name of an unfinished file', () => {
  test('is hidden, beside its target, and never the same', () => {
    const name = tempPath('out/counts');
    expect(dirname(name)).toBe('out');
    expect(basename(name)).toMatch(/^\.counts\.tmp-/);
    expect(tempPath('out/counts')).not.toBe(name);
    expect(basename(tempPath(`out/${'n'.repeat(200)}`)).length).toBeLessThan(200);
  });

  test('of a living process is not abandoned', () => {
    expect(isAbandoned(basename(tempPath('out/counts')), 'out/counts')).toBe(false);
  });

  test('of a process that has ended is abandoned, for its own target only', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const name = basename(tempPath('out/counts')).replace(`-${process.pid}-`, `-${pid}-`);
    expect(isAbandoned(name, 'out/counts')).toBe(true);
    expect(isAbandoned(name, 'out/count')).toBe(false);
    expect(isAbandoned(name, 'out/counts.txt')).toBe(false);
  });

  // Only Linux tells when a process began.
  test.runIf(process.platform === 'linux')(
    'of a process whose number another one has now is abandoned',
    () => {
      const name = basename(tempPath('out/counts')).replace(/-(\d+)-(\d+)-/, (_, pid) => `-${pid}-1-`);
      expect(isAbandoned(name, 'out/counts')).toBe(true);
    },
  );

  test('of another machine is left alone', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const name = basename(tempPath('out/counts'))
      .replace(/tmp-[0-9a-f]{8}-/, 'tmp-00000000-')
      .replace(`-${process.pid}-`, `-${pid}-`);
    expect(isAbandoned(name, 'out/counts')).toBe(false);
  });

  test('is told from files of the user', () => {
    for (const name of ['.counts.tmp-', '.counts.tmp-mine', 'counts-00000-of-00001', '.counts.tmp-1-2-3']) {
      expect(isAbandoned(name, 'out/counts')).toBe(false);
    }
  });
});
