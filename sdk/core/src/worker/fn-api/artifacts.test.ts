import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchStagedFiles } from './artifacts.js';
import { Endpoints } from './endpoint.js';
import { fetchProvision } from './provision.js';
import { SmallRunner } from './small-runner.fixture.js';

let dir: string;
let runner: SmallRunner;
let endpoints: Endpoints;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
  runner = await SmallRunner.start();
  endpoints = new Endpoints('w1');
});

afterEach(() => {
  endpoints.close();
  runner.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function fetchAll(address: string | undefined = runner.address) {
  const { provision } = await fetchProvision(endpoints, { provision: runner.address });
  return fetchStagedFiles({ endpoints, address, files: provision!.dependencies, dir });
}

describe('files that were staged for a worker', () => {
  it('come under the names that they were staged to, byte by byte, also in folders', async () => {
    const large = new Uint8Array(300_001).map((_, i) => i % 251);
    runner.files.push({ name: 'a.txt', bytes: Buffer.from('one') }, { name: 'sub/b.bin', bytes: large });
    expect(await fetchAll()).toEqual([
      { name: 'a.txt', path: join(dir, 'a.txt') },
      { name: join('sub', 'b.bin'), path: join(dir, 'sub', 'b.bin') },
    ]);
    expect(readFileSync(join(dir, 'a.txt'), 'utf8')).toBe('one');
    expect(Buffer.compare(readFileSync(join(dir, 'sub', 'b.bin')), large)).toBe(0);
    expect([...runner.workerIds.get('artifacts')!]).toEqual(['w1']);
  });

  it('are refused when they are not what was staged', async () => {
    runner.files.push({ name: 'a.txt', bytes: Buffer.from('altered'), sha256: '0'.repeat(64) });
    await expect(fetchAll()).rejects.toMatchObject({
      code: 'E_IO',
      message: expect.stringContaining('is not what was staged'),
      place: { path: join(dir, 'a.txt') },
    });
  });

  it.each(['../a', 'a/../../b', '/etc/a', 'C:\\a', 'a\\..\\..\\b', '', '.', 'a/', 'a\0b'])(
    'are refused under the name %j',
    async (name) => {
      runner.files.push({ name, bytes: Buffer.from('x') });
      await expect(fetchAll()).rejects.toMatchObject({ code: 'E_BAD_PLAN' });
    },
  );

  it('are not asked for when there are none', async () => {
    expect(await fetchAll()).toEqual([]);
    expect(runner.workerIds.has('artifacts')).toBe(false);
  });

  it('fail with the address when nobody gives them', async () => {
    runner.files.push({ name: 'a', bytes: Buffer.from('x') });
    await expect(fetchAll('localhost:9')).rejects.toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringContaining('localhost:9'),
    });
    await expect(fetchAll('')).rejects.toMatchObject({ code: 'E_SERVICE' });
  });
});
