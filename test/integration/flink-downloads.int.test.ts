import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import {
  beamFlinkJar,
  beamFlinkManifest,
  findJava,
  findMaven,
  findPip,
  flinkHome,
  flinkPipFiles,
  ServiceCache,
} from '@hornbeam/services';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** Why something is not there; undefined when it is. */
async function why(find: () => unknown): Promise<string | undefined> {
  try {
    await find();
    return undefined;
  } catch (thrown) {
    const { message } = BeamError.from(thrown);
    process.stderr.write(`tests of downloads are skipped: ${message}\n`);
    return message;
  }
}

let cache: ServiceCache;
beforeEach(() => {
  cache = new ServiceCache(mkdtempSync(join(tmpdir(), 'hornbeam-test-')));
});
afterEach(() => rmSync(cache.dir, { recursive: true, force: true }));

const WRONG = '0'.repeat(64);

// Only where the tool is missing; the reason is printed.
describe.skipIf(await why(findPip))('with the real pip', { timeout: 180_000 }, () => {
  test('a file with another checksum is refused, and nothing of it stays', async () => {
    const scripts = { ...flinkPipFiles.scripts, sha256: WRONG };
    await expect(flinkHome({ cache, files: { ...flinkPipFiles, scripts } })).rejects.toMatchObject({
      code: 'E_DOWNLOAD',
      message: expect.stringMatching(/apache-flink==.*Expected sha256 0{64}/s),
    });
    expect(readdirSync(cache.dir)).toEqual([]);
  });
});

// Only where the tool is missing; the reason is printed.
describe.skipIf(await why(async () => [findMaven(), await findJava()]))(
  'with the real Maven',
  { timeout: 300_000 },
  () => {
    test('jars that are not known, have another checksum or are missing are refused before they are used', async () => {
      const java = await findJava();
      const manifest = new Map(beamFlinkManifest).set('joda-time.joda-time-2.10.14.jar', WRONG);
      manifest.delete('args4j.args4j-2.33.jar');
      manifest.set('other-1.jar', WRONG);
      await expect(beamFlinkJar({ cache, java, manifest })).rejects.toMatchObject({
        code: 'E_DOWNLOAD',
        message: expect.stringMatching(
          /:\nargs4j.args4j-2.33.jar is not expected\njoda-time.*another SHA-256\nother-1.jar is missing$/,
        ),
      });
      expect(readdirSync(cache.dir)).toEqual([]);
    });

    test('a repository that does not have it is named by Maven', async () => {
      const java = await findJava();
      const repository = 'http://localhost:1/maven';
      const local = join(cache.dir, 'repository');
      await expect(
        beamFlinkJar({
          cache,
          java,
          repository,
          env: { ...process.env, MAVEN_OPTS: `-Dmaven.repo.local=${local}` },
        }),
      ).rejects.toMatchObject({ code: 'E_DOWNLOAD', help: expect.stringContaining('--beam-jars') });
    });
  },
);
