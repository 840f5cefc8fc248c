import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examineCompiler } from './compiler.js';
import { examineDisk } from './disk.js';
import { examineMemory } from './memory.js';
import { examineNode } from './node-version.js';
import { examinePackages } from './packages.js';

test('an old Node fails, the least one and newer ones pass', () => {
  expect(['18.20.0', '20.18.9'].map((version) => examineNode(version).level)).toEqual(['fail', 'fail']);
  expect(['20.19.0', '20.20.2', '22.0.0'].map((version) => examineNode(version).level)).toEqual([
    'ok',
    'ok',
    'ok',
  ]);
});

test('a heap that may outgrow the machine is warned of, with the setting that mends it', () => {
  expect(examineMemory(4e9, 8e9)).toMatchObject([{ level: 'ok' }]);
  expect(examineMemory(4 * 1024 ** 3, 1024 ** 3)).toMatchObject([
    { level: 'warn', fix: 'set NODE_OPTIONS=--max-old-space-size=768' },
  ]);
});

test('a temporary folder that is not there fails', () => {
  expect(examineDisk()).toMatchObject([{ what: expect.stringContaining('free') }]);
  expect(examineDisk(join(tmpdir(), 'no', 'such', 'folder'))).toMatchObject(
    [{ level: 'fail', fix: /TMPDIR/ }].map(({ level }) => ({
      level,
      fix: expect.stringContaining('TMPDIR'),
    })),
  );
});

test('the compiler compiles', async () => {
  expect(await examineCompiler()).toMatchObject([{ level: 'ok' }]);
});

test('a project with another version of the SDK is told so', () => {
  const project = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
  try {
    expect(examinePackages(project).map(({ level }) => level)).toEqual(['ok', 'ok', 'ok']);
    const sdk = join(project, 'node_modules/@hornbeam/sdk');
    mkdirSync(sdk, { recursive: true });
    writeFileSync(join(sdk, 'package.json'), '{"name":"@hornbeam/sdk","version":"9.9.9"}');
    expect(examinePackages(project)[0]).toMatchObject({
      level: 'warn',
      what: expect.stringContaining('9.9.9'),
    });
  } finally {
    rmSync(project, { recursive: true });
  }
});
