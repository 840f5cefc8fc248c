import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { diskError } from './disk-error.js';
import { LocalDisk } from './local-disk.js';
import { openLocalStore } from './open-local-store.js';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'hornbeam-disk-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test('bytes are appended in the order of the calls, in parts, and read at any place', async () => {
  const disk = LocalDisk.make(join(folder(), 'deep', 'er'));
  const file = await disk.create('a');
  const parts = Array.from({ length: 1200 }, (_, i) => Uint8Array.of(i, i >> 8, 7).subarray(0, i % 4));
  await Promise.all([file.append(parts), file.append([Uint8Array.of(1, 2, 3)])]);
  await file.sync();
  const expected = Buffer.concat([...parts, Uint8Array.of(1, 2, 3)]);
  expect(file.length).toBe(expected.length);
  const target = new Uint8Array(expected.length + 5);
  expect(file.read(0, target)).toBe(expected.length);
  expect(Buffer.from(target.subarray(0, expected.length)).equals(expected)).toBe(true);
  expect(file.read(expected.length - 2, target)).toBe(2);
  const again = disk.open('a');
  expect(again?.length).toBe(expected.length);
  again?.close();
  file.close();
});

test('files are renamed over others, removed while they are read, and may be missing', async () => {
  const disk = LocalDisk.make(folder());
  for (const name of ['a', 'b']) {
    const file = await disk.create(name);
    await file.append([Buffer.from(name)]);
    file.close();
  }
  await disk.rename('a', 'b');
  await disk.syncFolder();
  expect(disk.list()).toEqual(['b']);
  const file = disk.open('b')!;
  await disk.remove('b');
  await disk.remove('b');
  expect(disk.open('b')).toBeUndefined();
  const target = new Uint8Array(1);
  file.read(0, target);
  expect(target).toEqual(Uint8Array.of(97));
  file.close();
});

test('a file whose end is made durable once more is the same', async () => {
  const disk = LocalDisk.make(folder());
  const file = await disk.create('a');
  const bytes = Uint8Array.from({ length: 2_500_000 }, (_, i) => i % 251);
  await file.append([bytes]);
  file.close();
  await disk.renew('a', 1000);
  await disk.renew('a', bytes.length);
  const again = disk.open('a')!;
  const target = new Uint8Array(bytes.length + 1);
  expect(again.read(0, target)).toBe(bytes.length);
  expect(Buffer.compare(target.subarray(0, bytes.length), bytes)).toBe(0);
  again.close();
  await expect(disk.renew('b', 0)).rejects.toMatchObject({ code: 'E_DISK' });
});

test('a folder that cannot be had is an error that says why', async () => {
  const base = folder();
  writeFileSync(join(base, 'file'), '');
  expect(() => LocalDisk.make(join(base, 'file', 'below'))).toThrowError(
    expect.objectContaining({ code: 'E_DISK', help: 'give the path of a directory' }),
  );
  expect(() => LocalDisk.of(join(base, 'missing')).list()).toThrowError(
    expect.objectContaining({ code: 'E_DISK', help: 'check the path of the state directory' }),
  );
});

// Who is root may write everywhere.
test.skipIf(process.getuid?.() === 0)('a folder that may not be written to says so', async () => {
  const base = join(folder(), 'closed');
  mkdirSync(base);
  chmodSync(base, 0o500);
  await expect(LocalDisk.make(base).create('a')).rejects.toMatchObject({ code: 'E_DISK' });
});

test.each(['ENOSPC', 'EROFS', 'EACCES', 'EIO', 'EDQUOT', 'EMFILE'])(
  '%s becomes an error with a remedy of its own',
  (code) => {
    const error = diskError('/state/a', 'write', Object.assign(new Error('system words'), { code }));
    expect(error).toMatchObject({ code: 'E_DISK', place: { path: '/state/a' } });
    expect(error.message).not.toContain('system words');
    expect(error.help).not.toBe(diskError('/state/a', 'write', new Error('other')).help);
  },
);

// Only Linux has a file that is always full.
test.skipIf(process.platform !== 'linux')(
  'a disk that is full while a store is written says so, with a remedy',
  async () => {
    const base = folder();
    symlinkSync('/dev/full', join(base, '00000001.log'));
    await expect(openLocalStore(base)).rejects.toMatchObject({
      code: 'E_DISK',
      message: expect.stringMatching(/00000001\.log: cannot write: the disk is full\.$/),
      help: expect.stringContaining('make room'),
    });
    unlinkSync(join(base, '00000001.log'));
    const store = await openLocalStore(base);
    await store.commit(store.begin(), 1);
    await store.close();
  },
);
