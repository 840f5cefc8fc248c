import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PortableRunner, prismProfile } from '@hornbeam/jobs';
import { PrismService, prismProgram, ServiceCache } from '@hornbeam/services';
import { afterAll, beforeAll, describe } from 'vitest';
import { whyNoPrism } from '../../integration/prism-tools.js';
import { runners } from './runners.js';
import { runnerContract } from './suite.js';

/**
 * The contract on a real Prism; user code runs in this process. The first behaviour of each feature is what runs unless
 * HORNBEAM_CONTRACT is `all`.
 */
const missing = whyNoPrism();
const dir = mkdtempSync(join(tmpdir(), 'hornbeam-contract-'));
let prism: PrismService | undefined;

beforeAll(async () => {
  if (missing !== undefined) return;
  prism = await PrismService.start({ dir, program: await prismProgram({ cache: ServiceCache.locate() }) });
}, 600_000);

afterAll(async () => {
  await prism?.stop();
  rmSync(dir, { recursive: true, force: true });
});

// Only where what builds Prism is missing; the reason is printed.
describe.skipIf(missing !== undefined)('on a real Prism', () => {
  runnerContract(
    'prism',
    () => new PortableRunner({ endpoint: prism!.endpoint, profile: prismProfile }),
    runners.prism,
    { onlyFirst: process.env.HORNBEAM_CONTRACT !== 'all', timeoutMillis: 60_000 },
  );
});
