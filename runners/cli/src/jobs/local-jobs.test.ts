import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '@hornbeam/sdk';
import { BeamError } from '@hornbeam/sdk/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JobPost } from './job-post.js';
import { jobsFolder, LocalJobs } from './local-jobs.js';

let dir: string;
let env: { XDG_RUNTIME_DIR: string };
let post: JobPost;
let asked: string[];
const id = `local-${process.pid}`;

/** A run under way that notes how it is to end. */
const job = (): Job => ({
  id: 'j1',
  state: 'RUNNING',
  done: new Promise(() => undefined),
  cancel: async () => undefined,
  stop: async () => void asked.push('stop'),
  drain: async () => {
    throw new BeamError('E_UNSUPPORTED', 'Not here.', { help: 'stop it' });
  },
  snapshot: () => ({
    state: 'RUNNING',
    elapsedMillis: 1500,
    steps: [
      {
        ...{ name: 'Format', callSite: undefined, state: 'running', failures: 0 },
        ...{ elementsIn: 3, elementsOut: 2 },
      },
    ],
    metrics: [{ step: 'Format', name: 'lines', value: { kind: 'counter', value: 3 } }],
    spilledBytes: 0,
  }),
});

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
  env = { XDG_RUNTIME_DIR: dir };
  asked = [];
  post = new JobPost({ env, name: 'words', runner: 'direct', startedAt: 5, cancel: () => undefined });
});
afterEach(() => {
  post.close();
  rmSync(dir, { recursive: true, force: true });
});

test('a run is listed while it goes on, and leaves nothing behind', async () => {
  post.open(job());
  const jobs = new LocalJobs(env);
  expect(await jobs.list()).toEqual([
    { id, name: 'words', state: 'RUNNING', startedAt: 5, elapsedMillis: 1500 },
  ]);
  post.close();
  expect(await jobs.list()).toEqual([]);
  jobs.close();
  expect(readdirSync(dir)).toEqual([]);
});

test('a run tells its steps, metrics and logs, by its id and by its name', async () => {
  post.open(job());
  post.log({ severity: 'warn', message: 'careful', step: 'Format' });
  const jobs = new LocalJobs(env);
  expect(await jobs.status('words')).toMatchObject({
    id,
    parts: [{ name: 'Format', state: 'running', elementsIn: 3, elementsOut: 2 }],
    facts: { runner: 'direct', process: process.pid, 'job of the runner': 'j1' },
  });
  expect(await jobs.metrics(id)).toMatchObject([{ name: 'lines', value: { value: 3 } }]);
  expect(await jobs.logs(id)).toEqual(['warn Format: careful']);
});

test('a run is stopped from outside; what it refuses comes back as its error', async () => {
  post.open(job());
  const jobs = new LocalJobs(env);
  await jobs.stop(id);
  expect(asked).toEqual(['stop']);
  await expect(jobs.drain(id)).rejects.toMatchObject({
    code: 'E_UNSUPPORTED',
    message: 'Not here.',
    help: 'stop it',
  });
});

test('what a crashed run left behind is no run, and is removed', async () => {
  const entry = { version: 1, id: 'local-1', name: 'gone', runner: 'direct', startedAt: 1 };
  const file = join(jobsFolder(env), 'local-1.json');
  writeFileSync(file, JSON.stringify(entry));
  const jobs = new LocalJobs(env);
  await expect(jobs.status('gone')).rejects.toMatchObject({ code: 'E_USAGE' });
  expect(existsSync(file)).toBe(false);
});

test('a run that is not there is a wrong word of the user', async () => {
  await expect(new LocalJobs(env).cancel('nobody')).rejects.toMatchObject({ code: 'E_USAGE' });
});
