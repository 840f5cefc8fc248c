import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify } from './process-identity.js';
import { ServiceCache } from './service-cache.js';

let cache: ServiceCache;
beforeEach(() => {
  cache = new ServiceCache(mkdtempSync(join(tmpdir(), 'hornbeam-test-')));
});
afterEach(() => rmSync(cache.dir, { recursive: true, force: true }));

const write = (text: string) => async (dir: string) => writeFileSync(join(dir, 'file'), text);

test('the cache lies where the user says, else where the system keeps caches', () => {
  const dir = (env: Record<string, string>): string => ServiceCache.locate(env).dir;
  expect(dir({ HORNBEAM_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
  expect(dir({ XDG_CACHE_HOME: '/b' })).toBe('/b/hornbeam');
  expect(dir({})).toBe(join(homedir(), '.cache', 'hornbeam'));
});

test('an entry is built once, and by one of those who want it at the same time', async () => {
  let built = 0;
  const get = (): Promise<string> =>
    cache.entry('x', async (dir) => {
      built += 1;
      await write('one')(dir);
    });
  const paths = await Promise.all([get(), get(), get()]);
  expect(new Set(paths)).toEqual(new Set([join(cache.dir, 'x')]));
  expect(await get()).toBe(paths[0]);
  expect(built).toBe(1);
  expect(readFileSync(join(cache.dir, 'x', 'file'), 'utf8')).toBe('one');
});

test('a build that fails leaves nothing behind, and the next one may succeed', async () => {
  const failing = cache.entry('x', async (dir) => {
    await write('half')(dir);
    throw new Error('no network');
  });
  await expect(failing).rejects.toThrow('no network');
  expect(readdirSync(cache.dir)).toEqual([]);
  await cache.entry('x', write('whole'));
  expect(readdirSync(cache.dir)).toEqual(['x']);
});

test('what a process that died left behind, lock and half an entry, is cleared away', async () => {
  writeFileSync(join(cache.dir, 'x.lock'), JSON.stringify({ ...identify(process.pid), start: 'long ago' }));
  const half = await cache.entry('.building-x-1', write('half'));
  await cache.entry('x', write('whole'));
  expect(existsSync(half)).toBe(false);
  expect(readdirSync(cache.dir)).toEqual(['x']);
});

test('who has to wait is told', async () => {
  let finish: () => void = () => undefined;
  const first = cache.entry('x', () => new Promise((done) => (finish = done)));
  await expect.poll(() => existsSync(join(cache.dir, 'x.lock'))).toBe(true);
  const told: string[] = [];
  const second = cache.entry('x', write(''), (what) => told.push(what));
  await expect.poll(() => told).toEqual([expect.stringContaining('waiting for another process')]);
  finish();
  expect(await first).toBe(await second);
});

test('a cache that cannot be written says how to get another', async () => {
  writeFileSync(join(cache.dir, 'file'), '');
  const below = new ServiceCache(join(cache.dir, 'file', 'cache'));
  await expect(below.entry('x', write(''))).rejects.toMatchObject({
    code: 'E_IO',
    help: expect.stringContaining('HORNBEAM_CACHE'),
  });
});
