import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningService, startJobService } from '../integration/job-service.js';
import {
  listPythonCases,
  type Outcome,
  pythonWithBeam,
  runPythonCases,
  whyNoPython,
} from './sdk-programs.js';

/** Pipelines of Beam's Python SDK, submitted by its own portable runner, its workers in the submitting process. */
const missing = whyNoPython();
const python = missing === undefined ? await pythonWithBeam() : '';
const names = missing === undefined ? await listPythonCases(python) : [];
let service: RunningService | undefined;
let outcomes: ReadonlyMap<string, Outcome> = new Map();

beforeAll(async () => {
  if (missing !== undefined) return;
  service = await startJobService();
  outcomes = await runPythonCases(python, names, service.endpoint, 240_000);
}, 300_000);

afterAll(async () => {
  await service?.stop();
});

// Only where there is no Python; the reason is printed.
describe.skipIf(missing !== undefined)("pipelines of Beam's Python SDK on our job service", () => {
  it.each(names)('%s', (name) => {
    expect(outcomes.get(name)).toBeUndefined();
  });
});
