import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
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
    symlinkSync(at('m/gone'), at('m/broken.txt'));
    expect(await localFileSystem.match(at('m/*.txt'))).toEqual([
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
      expect(await localFileSystem.match('rel/**/*.txt')).toEqual([{ path: 'rel/deep/x.txt', size: 1 }]);
      expect(await localFileSystem.match('./rel/deep/x.txt')).toEqual([
        { path: './rel/deep/x.txt', size: 1 },
      ]);
      mkdirSync(at('beside'));
      process.chdir(at('beside'));
      expect(await localFileSystem.match('../rel/*/x.txt')).toEqual([{ path: '../rel/deep/x.txt', size: 1 }]);
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
      localFileSystem.open(at('none')),
      localFileSystem.create(at('none/x')),
      localFileSystem.rename(at('none'), at('other')),
      localFileSystem.ensureDirectory(at('file/x')),
      localFileSystem.remove(folder),
    ];
    for (const each of refused) {
      await expect(each).rejects.toMatchObject({
        code: 'E_IO',
        place: { path: expect.stringContaining(folder) },
      });
    }
  });
});
