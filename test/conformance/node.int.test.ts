import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningService, startJobService } from '../integration/job-service.js';
import { pathOf } from '../tidy/repository.js';

let service: RunningService | undefined;

beforeAll(async () => {
  service = await startJobService();
}, 120_000);

afterAll(async () => {
  await service?.stop();
});

it('the word count of the npm package apache-beam runs on our job service', async () => {
  const program = pathOf('test/conformance/node/word-count.cjs');
  const { stdout } = await promisify(execFile)(process.execPath, [program, service!.endpoint], {
    timeout: 60_000,
  });
  const DONE = 3;
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual({
    state: DONE,
    counted: { a: 1, b: 2, c: 3 },
  });
}, 90_000);
