import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArtifactFilePayload, Environment, Pipeline, Struct } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import {
  TextReader,
  TextWriter,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
} from '@zip.js/zip.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeUberJar } from './uber-jar.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function runnerJar(): Promise<string> {
  const zip = new ZipWriter(new Uint8ArrayWriter());
  await zip.add('org/Runner.class', new TextReader('code '.repeat(10_000)));
  await zip.add('META-INF/MANIFEST.MF', new TextReader('Manifest-Version: 1.0\n'));
  const path = join(dir, 'runner.jar');
  writeFileSync(path, await zip.close());
  return path;
}

async function contentOf(file: string): Promise<Map<string, string>> {
  const entries = await new ZipReader(new Uint8ArrayReader(readFileSync(file))).getEntries();
  const content = new Map<string, string>();
  for (const entry of entries) {
    if (!entry.directory) content.set(entry.filename, await entry.getData(new TextWriter()));
  }
  return content;
}

const pipelineWith = (dependencies: Environment['dependencies']): Pipeline =>
  Pipeline.create({
    rootTransformIds: ['root'],
    components: {
      ...{ transforms: {}, pcollections: {}, windowingStrategies: {}, coders: {} },
      environments: { here: Environment.create({ urn: 'env', dependencies }) },
    },
  });

test("a jar holds Beam's runner as it was, the plan and its options", async () => {
  const file = join(dir, 'job.jar');
  const options = Struct.create({ fields: { 'beam:option:job_name:v1': { stringValue: 'a job' } } });
  await writeUberJar({ file, runnerJar: await runnerJar(), pipeline: pipelineWith([]), options });
  const content = await contentOf(file);
  expect(content.get('org/Runner.class')).toBe('code '.repeat(10_000));
  const json = (name: string): unknown => JSON.parse(content.get(`BEAM-PIPELINE/${name}`) ?? '');
  expect(json('pipeline-manifest.json')).toEqual({ defaultJobName: 'pipeline' });
  expect(json('pipeline/pipeline.json')).toMatchObject({ rootTransformIds: ['root'] });
  expect(json('pipeline/pipeline-options.json')).toEqual({ 'beam:option:job_name:v1': 'a job' });
});

test('files of workers are in the jar, and the plan says where', async () => {
  const bundle = join(dir, 'bundle.mjs');
  writeFileSync(bundle, 'export default 1;');
  const typePayload = ArtifactFilePayload.encode({ path: bundle, sha256: 'abc' }).finish();
  const dependency = {
    typeUrn: urns.artifactTypes.file,
    typePayload,
    roleUrn: 'role',
    rolePayload: new Uint8Array(),
  };
  const file = join(dir, 'job.jar');
  await writeUberJar({
    ...{ file, runnerJar: await runnerJar(), options: Struct.create({ fields: {} }) },
    pipeline: pipelineWith([dependency]),
  });
  const content = await contentOf(file);
  expect(content.get('BEAM-PIPELINE/pipeline/artifacts/0-bundle.mjs')).toBe('export default 1;');
  const plan = JSON.parse(content.get('BEAM-PIPELINE/pipeline/pipeline.json') ?? '') as {
    components: { environments: { here: { dependencies: { typePayload: string }[] } } };
  };
  const [packed] = plan.components.environments.here.dependencies;
  expect(ArtifactFilePayload.decode(Buffer.from(packed?.typePayload ?? '', 'base64'))).toMatchObject({
    path: 'classpath://BEAM-PIPELINE/pipeline/artifacts/0-bundle.mjs',
    sha256: 'abc',
  });
});

test('a runner that is not there is an error with its path', async () => {
  const missing = join(dir, 'none.jar');
  const written = writeUberJar({
    ...{ file: join(dir, 'job.jar'), runnerJar: missing, options: Struct.create({ fields: {} }) },
    pipeline: pipelineWith([]),
  });
  await expect(written).rejects.toMatchObject({ code: 'E_IO', place: { path: missing } });
});
