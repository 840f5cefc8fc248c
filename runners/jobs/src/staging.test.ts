import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArtifactFilePayload, type ArtifactInformation } from '@hornbeam/proto';
import { ArtifactRequestWrapper, type ArtifactResponseWrapper } from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeJobService, type StagingStream } from './job-service.fixture.js';
import { stageArtifacts } from './staging.js';

/** More than a part of a file, so that it comes in several. */
const SIZE = 2_500_000;

let dir: string;
let service: FakeJobService | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
  writeFileSync(join(dir, 'code.js'), Buffer.alloc(SIZE, 'x'));
});

afterEach(() => {
  service?.close();
  rmSync(dir, { recursive: true, force: true });
});

const file = (name: string): ArtifactInformation => ({
  typeUrn: urns.artifactTypes.file,
  typePayload: ArtifactFilePayload.encode({ path: join(dir, name), sha256: '' }).finish(),
  roleUrn: '',
  rolePayload: new Uint8Array(),
});

const asking = (name: string): ArtifactRequestWrapper =>
  ArtifactRequestWrapper.create({ getArtifact: { artifact: file(name) } });

/** Stages at a service that does this with the stream. */
async function stage(staging: (stream: StagingStream) => void): Promise<string> {
  service = await FakeJobService.start({ staging });
  return stageArtifacts(service.endpoint, 'token', {
    signal: new AbortController().signal,
    heard: () => undefined,
  });
}

/** Counts the bytes of each file that was asked for, and asks for the next of a list. */
function askFor(stream: StagingStream, names: readonly string[], sizes: number[]): void {
  const left = [...names];
  const next = (): void => {
    const name = left.shift();
    if (name === undefined) stream.end();
    else {
      sizes.push(0);
      stream.write(asking(name));
    }
  };
  stream.on('data', ({ stagingToken, getArtifactResponse, isLast }: ArtifactResponseWrapper) => {
    if (stagingToken !== '') return next();
    sizes[sizes.length - 1]! += getArtifactResponse?.data.length ?? 0;
    if (isLast) next();
  });
}

it('serves a file each time that it is asked for', async () => {
  const sizes: number[] = [];
  expect(await stage((stream) => askFor(stream, ['code.js', 'code.js'], sizes))).toBe('token');
  expect(sizes).toEqual([SIZE, SIZE]);
});

it('answers in turn when it is asked twice at once', async () => {
  const ends: number[] = [];
  let bytes = 0;
  await stage((stream) => {
    stream.on('data', ({ stagingToken, getArtifactResponse, isLast }: ArtifactResponseWrapper) => {
      if (stagingToken !== '') {
        stream.write(asking('code.js'));
        stream.write(asking('code.js'));
        return;
      }
      bytes += getArtifactResponse?.data.length ?? 0;
      if (isLast) ends.push(bytes);
      if (ends.length === 2) stream.end();
    });
  });
  expect(ends).toEqual([SIZE, 2 * SIZE]);
});

it('tells why the service does not take the token', async () => {
  const staged = stage((stream) => {
    stream.on('data', () => stream.emit('error', { code: 3, details: 'no such session' }));
  });
  await expect(staged).rejects.toMatchObject({
    code: 'E_SERVICE',
    message: expect.stringContaining('no such session'),
  });
});

it('fails when the connection is cut in the midst of a file', async () => {
  const staged = stage((stream) => {
    stream.on('data', ({ stagingToken }: ArtifactResponseWrapper) => {
      if (stagingToken !== '') stream.write(asking('code.js'));
      else service!.close();
    });
  });
  await expect(staged).rejects.toMatchObject({ code: 'E_SERVICE' });
});

it('fails when a file has gone, and names it', async () => {
  await expect(stage((stream) => askFor(stream, ['gone.js'], []))).rejects.toMatchObject({
    code: 'E_IO',
    place: { path: join(dir, 'gone.js') },
  });
});
