import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBeamRun } from '../integration/beam-run.js';
import { type RunningService, startJobService } from '../integration/job-service.js';
import { pathOf } from '../tidy/repository.js';
import { javaClassPath, runJavaCase, whyNoJava } from './sdk-programs.js';

/** Pipelines of Beam's Java SDK, submitted by its portable runner, its workers in the submitting process. */
const missing = await whyNoJava();
let service: RunningService | undefined;
let offered: ReturnType<typeof startBeamRun> | undefined;
let classPath = '';
let address = '';

beforeAll(async () => {
  if (missing !== undefined) return;
  classPath = await javaClassPath();
  service = await startJobService();
  const file = pathOf('test/conformance/typescript/shout.ts');
  offered = startBeamRun(['expansion-service', file, '--port', '0']);
  let said = '';
  offered.child.stdout?.on('data', (text: string) => {
    said += text;
  });
  while (!/transforms at \S+\n/.test(said)) await once(offered.child.stdout!, 'data');
  address = /transforms at (\S+)\n/.exec(said)![1]!;
}, 600_000);

afterAll(async () => {
  offered?.child.kill('SIGINT');
  await offered?.ended;
  await service?.stop();
});

// Fetching Java's SDK takes long, so that `npm run test:sdks` does it; or there is no Java, and the reason is printed.
describe.skipIf(missing !== undefined)("pipelines of Beam's Java SDK on our job service", () => {
  it.each(['word-count', 'side-input', 'state-and-timer', 'typescript-transform'])(
    '%s',
    async (name) => {
      expect(await runJavaCase(classPath, name, service!.endpoint, address)).toBeUndefined();
    },
    150_000,
  );
});
