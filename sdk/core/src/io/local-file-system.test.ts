import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { localFileSystem } from './local-file-system.js';

const folder = mkdtempSync(join(tmpdir(), 'hornbeam-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

describe('the local file system', () => {
  test('matches sorted, with sizes, through links, without hidden files and folders', async () => {
    mkdirSync(at('m/sub.txt'), { recursive: true });
    for (const [name, text] of [
      ['b.txt', 'bb'],
      ['a.txt', 'a'],
      ['.c.txt', 'ccc'],
      ['e.txt', ''],
    ] as const) {
      writeFileSync(at(`m/${name}`), text);
    }
    symlinkSync(at('m/a.txt'), at('m/link.txt'));
    symlinkSync(at('m/gone'), at('m/broken.log'));
    symlinkSync(at('m/.hidden-gone'), at('m/.broken.txt'));
    expect(await localFileSystem.match(at('m/*.txt'))).toMatchObject([
      { path: at('m/a.txt'), size: 1 },
      { path: at('m/b.txt'), size: 2 },
      { path: at('m/e.txt'), size: undefined },
      { path: at('m/link.txt'), size: 1 },
    ]);
  });

  test('gives relative paths for relative patterns', async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      mkdirSync('rel/deep', { recursive: true });
      writeFileSync('rel/deep/x.txt', 'x');
      expect(await localFileSystem.match('rel/**/*.txt')).toMatchObject([
        { path: 'rel/deep/x.txt', size: 1 },
      ]);
      expect(await localFileSystem.match('./rel/deep/x.txt')).toMatchObject([
        { path: './rel/deep/x.txt', size: 1 },
      ]);
      mkdirSync(at('beside'));
      process.chdir(at('beside'));
      expect(await localFileSystem.match('../rel/*/x.txt')).toMatchObject([
        { path: '../rel/deep/x.txt', size: 1 },
      ]);
    } finally {
      process.chdir(before);
    }
  });

  test('writes, reads at positions, renames over a file, and removes', async () => {
    await localFileSystem.ensureDirectory(at('w/deep'));
    const writer = await localFileSystem.create(at('w/deep/new'));
    await writer.write(Buffer.from('hello '));
    await writer.write(Buffer.from('world'));
    await writer.sync();
    await writer.close();
    writeFileSync(at('w/deep/old'), 'old');
    await localFileSystem.rename(at('w/deep/new'), at('w/deep/old'));
    await localFileSystem.syncDirectory(at('w/deep'));
    expect(await localFileSystem.list(at('w/deep'))).toEqual(['old']);
    expect(await localFileSystem.sizeOf(at('w/deep/old'))).toBe(11);
    const reader = await localFileSystem.open(at('w/deep/old'));
    const into = new Uint8Array(5);
    expect(await reader.read(into, 6)).toBe(5);
    expect(Buffer.from(into).toString()).toBe('world');
    expect(await reader.read(into, 11)).toBe(0);
    await reader.close();
    await localFileSystem.remove(at('w/deep/old'));
    await localFileSystem.remove(at('w/deep/old'));
    expect(await localFileSystem.sizeOf(at('w/deep/old'))).toBeUndefined();
    expect(await localFileSystem.list(at('w/none'))).toEqual([]);
  });

  test('never creates over a file', async () => {
    writeFileSync(at('there'), 'x');
    await expect(localFileSystem.create(at('there'))).rejects.toMatchObject({
      code: 'E_IO',
      place: { path: at('there') },
    });
    expect(readFileSync(at('there'), 'utf8')).toBe('x');
  });

  test('says E_IO with the path when the system refuses', async () => {
    writeFileSync(at('file'), 'x');
    const refused = [
      () => localFileSystem.open(at('none')),
      () => localFileSystem.create(at('none/x')),
      () => localFileSystem.rename(at('none'), at('other')),
      () => localFileSystem.ensureDirectory(at('file/x')),
      () => localFileSystem.remove(folder),
    ];
    for (const each of refused) {
      await expect(each()).rejects.toMatchObject({
        code: 'E_IO',
        place: { path: expect.stringContaining(folder) },
      });
    }
  });
});

/** Runs `body` without the right to pass over the rights of files, which root has. */
async function asOrdinaryUser<T>(body: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return body();
  process.seteuid!(65534);
  try {
    return await body();
  } finally {
    process.seteuid!(0);
  }
}

// Windows has neither these rights nor links for everybody.
describe.skipIf(process.platform === 'win32')(
  'a glob never gives a part of its files for all of them',
  () => {
    const match = (pattern: string): Promise<string[]> =>
      asOrdinaryUser(async () => (await localFileSystem.match(at(pattern))).map(({ path }) => path));

    /** A folder with one readable and one locked folder, each with a file. */
    function withLocked(name: string): void {
      for (const sub of ['open', 'locked']) {
        mkdirSync(at(`${name}/${sub}`), { recursive: true });
        writeFileSync(at(`${name}/${sub}/x.txt`), 'x');
      }
      writeFileSync(at(`${name}/top.txt`), 'x');
      chmodSync(folder, 0o755);
      // May be passed through, may not be listed.
      chmodSync(at(`${name}/locked`), 0o311);
      onTestFinished(() => chmodSync(at(`${name}/locked`), 0o755));
    }

    test('a folder that it reaches into and that cannot be listed is an error with its name', async () => {
      withLocked('l');
      for (const pattern of [
        'l/*/x.txt',
        'l/**/*.txt',
        'l/**',
        'l/locked/*.txt',
        'l/{open,locked}/*',
        'l/{open/x,locked/x}.txt',
      ]) {
        await expect(match(pattern), pattern).rejects.toMatchObject({
          code: 'E_IO',
          message: expect.stringContaining('EACCES'),
          place: { path: expect.stringMatching(/l\/locked$/) },
        });
      }
    });

    test('a folder that it does not reach into need not be readable', async () => {
      withLocked('p');
      expect(await match('p/*')).toEqual([at('p/top.txt')]);
      expect(await match('p/op*/*.txt')).toEqual([at('p/open/x.txt')]);
      mkdirSync(at('p/locked/deep'));
      writeFileSync(at('p/locked/deep/y.txt'), 'y');
      expect(await match('p/locked/deep/*.txt')).toEqual([at('p/locked/deep/y.txt')]);
      expect(await match('p/none/*.txt')).toEqual([]);
    });

    test('a link into a locked folder is an error, be it to a file or to a folder', async () => {
      withLocked('k');
      mkdirSync(at('k/locked/deep'));
      chmodSync(at('k/locked'), 0o000);
      mkdirSync(at('links'));
      symlinkSync(at('k/locked/deep'), at('links/folder'));
      await expect(match('links/*/y.txt')).rejects.toMatchObject({ code: 'E_IO' });
      await expect(match('links/**/y.txt')).rejects.toMatchObject({ code: 'E_IO' });
      expect(await match('links/*.txt')).toEqual([]);
      symlinkSync(at('k/locked/x.txt'), at('links/file.txt'));
      await expect(match('links/*.txt')).rejects.toMatchObject({
        code: 'E_IO',
        place: { path: at('links/file.txt') },
      });
    });

    test('a link that matches and leads nowhere, or to itself, is an error with its name', async () => {
      mkdirSync(at('d/sub'), { recursive: true });
      writeFileSync(at('d/sub/a.txt'), 'a');
      symlinkSync(at('d/gone'), at('d/sub/gone.txt'));
      symlinkSync('self.log', at('d/sub/self.log'));
      for (const [pattern, link] of [
        ['d/sub/*.txt', 'd/sub/gone.txt'],
        ['d/**/*.txt', 'd/sub/gone.txt'],
        ['d/*/*.log', 'd/sub/self.log'],
      ] as const) {
        await expect(match(pattern), pattern).rejects.toMatchObject({
          code: 'E_IO',
          place: { path: at(link) },
        });
      }
      expect(await match('d/**/a*')).toEqual([at('d/sub/a.txt')]);
    });
  },
);
