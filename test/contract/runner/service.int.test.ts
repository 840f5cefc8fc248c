import { hornbeamProfile, PortableRunner } from '@hornbeam/jobs';
import { afterAll, beforeAll, describe } from 'vitest';
import { type RunningService, startJobService } from '../../integration/job-service.js';
import { runners } from './runners.js';
import { runnerContract } from './suite.js';

/**
 * The contract through `beam-run serve`: the direct runner in a process of its own, user code in this one, behind the Job
 * API and the Fn API.
 */
let service: RunningService | undefined;

beforeAll(async () => {
  service = await startJobService();
}, 120_000);

afterAll(async () => {
  await service?.stop();
});

describe('on our own job service', () => {
  runnerContract(
    'service',
    () => new PortableRunner({ endpoint: service!.endpoint, profile: hornbeamProfile }),
    runners.service,
    { timeoutMillis: 60_000 },
  );
});
