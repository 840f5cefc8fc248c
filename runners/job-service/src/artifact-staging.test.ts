import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import {
  ArtifactFilePayload,
  ArtifactInformation,
  ArtifactStagingToRolePayload,
  EmbeddedFilePayload,
} from '@hornbeam/proto';
import {
  type ArtifactRequestWrapper,
  type ArtifactResponseWrapper,
  JobService as JobApi,
} from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HeldBackend, RawClient } from './job-service.fixture.js';
import { JobService, type JobServiceSettings } from './job-service.js';
import { LocalArtifactStore } from './local-artifact-store.js';
import { smallPlan } from './small-plan.fixture.js';

const bytes = new TextEncoder().encode('what the worker needs');
const sha256 = createHash('sha256').update(bytes).digest('hex');

let dir: string;
let backend: HeldBackend;
let service: JobService;
let client: RawClient;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'staging-test-'));
  backend = new HeldBackend();
  await listen();
});

afterEach(async () => {
  client.close();
  await service.close();
  await rm(dir, { recursive: true });
});

async function listen(settings: Partial<JobServiceSettings> = {}): Promise<void> {
  service = await JobService.listen({ backend, store: new LocalArtifactStore(dir), ...settings });
  client = new RawClient(service.address);
}

const file = (name = 'code.js', hash = '', path = `/built/${name}`): ArtifactInformation =>
  ArtifactInformation.create({
    typeUrn: urns.artifactTypes.file,
    typePayload: ArtifactFilePayload.encode({ path, sha256: hash }).finish(),
    roleUrn: urns.artifactRoles.stagingTo,
    rolePayload: ArtifactStagingToRolePayload.encode({ stagedName: name }).finish(),
  });

const prepared = async (...files: ArtifactInformation[]) => client.prepare(await smallPlan(files));

const run = async (preparationId: string, retrievalToken = '') =>
  (await client.call(JobApi.run, { preparationId, retrievalToken })).jobId;

/** A client that gives the same bytes for every file, in two parts. */
const well = ({
  resolveArtifact,
  getArtifact,
}: ArtifactRequestWrapper): Partial<ArtifactResponseWrapper>[] => {
  if (resolveArtifact !== undefined) {
    return [{ resolveArtifactResponse: { replacements: resolveArtifact.artifacts } }];
  }
  expect(getArtifact?.artifact).toBeDefined();
  return [
    { getArtifactResponse: { data: bytes.subarray(0, 5) } },
    { getArtifactResponse: { data: bytes.subarray(5) } },
    { isLast: true, getArtifactResponse: { data: new Uint8Array() } },
  ];
};

async function contentOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** Names of all files below the folder. */
const kept = async () =>
  (await readdir(dir, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

describe('staged files', () => {
  it('come to the workers with name, role and content, and go with their job', async () => {
    const { preparationId, stagingSessionToken } = await prepared(file());
    await client.stage(stagingSessionToken, well);
    await run(preparationId, stagingSessionToken);
    await expect.poll(() => backend.jobs.length).toBe(1);
    const [job] = backend.jobs;
    const { artifacts } = job!.prepared;
    const [[, [staged] = []] = []] = [...artifacts.artifacts];
    expect(staged).toMatchObject({ roleUrn: urns.artifactRoles.stagingTo, rolePayload: file().rolePayload });
    expect(ArtifactFilePayload.decode(staged!.typePayload)).toEqual({ path: `${sha256}/code.js`, sha256 });
    expect(await contentOf(artifacts.read(staged!))).toEqual(Buffer.from(bytes));
    expect(await kept()).toEqual([sha256]);
    await expect(contentOf(artifacts.read(file('other', 'f'.repeat(64))))).rejects.toMatchObject({
      code: 'E_IO',
    });
    job!.finish();
    await expect.poll(kept).toEqual([]);
  });

  it('may be replaced by others when the client is asked what they are', async () => {
    const { preparationId, stagingSessionToken } = await prepared(file());
    const embedded = ArtifactInformation.create({
      typeUrn: urns.artifactTypes.embedded,
      typePayload: EmbeddedFilePayload.encode({ data: bytes }).finish(),
    });
    await client.stage(stagingSessionToken, (request) =>
      request.resolveArtifact === undefined
        ? [{ isLast: true, getArtifactResponse: { data: bytes } }]
        : [{ isLast: true, resolveArtifactResponse: { replacements: [embedded, file('b')] } }],
    );
    await run(preparationId);
    await expect.poll(() => backend.jobs.length).toBe(1);
    const files = [...backend.jobs[0]!.prepared.artifacts.artifacts.values()].flat();
    expect(files.map(({ typePayload }) => ArtifactFilePayload.decode(typePayload).path)).toEqual([
      `${sha256}/${sha256}`,
      `${sha256}/b`,
    ]);
  });

  it('are there before the job runs', async () => {
    const { preparationId } = await prepared(file());
    await expect(run(preparationId)).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      details: expect.stringContaining('not staged'),
    });
  });

  it('need not be there when the plan has none', async () => {
    const { preparationId, stagingSessionToken } = await prepared();
    await client.stage(stagingSessionToken, () => expect.unreachable());
    await run(preparationId);
  });

  it('that nobody ran are gone when the service ends', async () => {
    const { stagingSessionToken } = await prepared(file());
    await client.stage(stagingSessionToken, well);
    expect(await kept()).toEqual([sha256]);
    await service.close();
    expect(await readdir(dir)).toEqual([]);
  });
});

describe('refused are', () => {
  it.each(['../evil', 'a/../../evil', '/etc/passwd', '..\\evil', 'C:\\evil', 'a\0b', '', '.', 'a//b'])(
    'files to be staged as %j',
    async (name) => {
      const { preparationId, stagingSessionToken } = await prepared(file(name, '', '/x'));
      await expect(client.stage(stagingSessionToken, well)).rejects.toMatchObject({
        code: status.INVALID_ARGUMENT,
        details: expect.stringContaining('not allowed'),
      });
      await expect(run(preparationId)).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
      expect(await kept()).toEqual([]);
    },
  );

  it.each(['', 'nonsense', 'a.b'])('the token %j', async (token) => {
    await prepared(file());
    await expect(client.stage(token, well)).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
  });

  it('a token with the right job and the wrong secret', async () => {
    const { preparationId } = await prepared(file());
    await expect(client.stage(`${preparationId}.${'x'.repeat(24)}`, well)).rejects.toMatchObject({
      code: status.UNAUTHENTICATED,
    });
  });

  it('a client that breaks off half-way, which may try again', async () => {
    const { preparationId, stagingSessionToken } = await prepared(file('one'), file('two'));
    const brokenOff = client.stage(stagingSessionToken, (request) =>
      request.getArtifact === undefined || kindOf(request) === 'one' ? well(request) : undefined,
    );
    await expect(brokenOff).rejects.toMatchObject({ code: status.CANCELLED });
    await expect.poll(kept).toEqual([]);
    await expect(run(preparationId)).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
    await client.stage(stagingSessionToken, well);
    await run(preparationId);
  });

  it('a client that ends before all has come', async () => {
    const { stagingSessionToken } = await prepared(file());
    const stream = client.staging();
    const ended = new Promise((resolve) => stream.on('error', resolve));
    stream.resume();
    stream.end({ stagingToken: stagingSessionToken, isLast: false });
    expect(await ended).toMatchObject({ code: status.FAILED_PRECONDITION });
  });

  it('answers to what was not asked', async () => {
    const { stagingSessionToken } = await prepared(file());
    await expect(
      client.stage(stagingSessionToken, () => [{ getArtifactResponse: { data: bytes } }]),
    ).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  });

  it('content that is not what the plan says', async () => {
    const { stagingSessionToken } = await prepared(file('code.js', '0'.repeat(64)));
    await expect(client.stage(stagingSessionToken, well)).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining(sha256),
    });
    expect(await kept()).toEqual([]);
  });

  it('more bytes than a job may stage', async () => {
    client.close();
    await service.close();
    await listen({ maxStagedBytes: bytes.length - 1 });
    const { stagingSessionToken } = await prepared(file());
    await expect(client.stage(stagingSessionToken, well)).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
    expect(await kept()).toEqual([]);
  });
});

/** The name under which a file is to be staged that is asked for. */
const kindOf = ({ getArtifact }: ArtifactRequestWrapper): string =>
  ArtifactStagingToRolePayload.decode(getArtifact!.artifact!.rolePayload).stagedName;
