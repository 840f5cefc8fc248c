import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningService, startJobService } from '../integration/job-service.js';
import { goProgram, runGoCase, whyNoGo } from './sdk-programs.js';

/** Pipelines of Beam's Go SDK, submitted by its universal runner, its workers in the submitting process. */
const missing = whyNoGo();
let service: RunningService | undefined;
let program = '';

beforeAll(async () => {
  if (missing !== undefined) return;
  program = await goProgram();
  service = await startJobService();
}, 600_000);

afterAll(async () => {
  await service?.stop();
});

// Only where there is no Go; the reason is printed.
describe.skipIf(missing !== undefined)("pipelines of Beam's Go SDK on our job service", () => {
  it.each([
    'word-count',
    'side-inputs',
    'stateful',
    'maps',
    'timers',
    'splittable',
    'test-stream',
    'windows',
  ])(
    '%s',
    async (name) => {
      expect(await runGoCase(program, name, service!.endpoint)).toBeUndefined();
    },
    90_000,
  );
});
