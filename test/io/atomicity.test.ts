import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BeamError } from '@hornbeam/sdk';
import {
  type FileSystem,
  fromIterable,
  localFileSystem,
  type WriteTextOptions,
  writeText,
} from '@hornbeam/sdk/io';
import { describe, expect, test } from 'vitest';
import { Folder } from './folder.js';
import { runHere } from './run-here.js';

const folder = new Folder();

/** Writes lines to an output of the folder. */
const write = (
  target: string,
  lines: () => Iterable<string>,
  options: WriteTextOptions = {},
): Promise<unknown> =>
  runHere((root) => root.read(fromIterable(lines)).write(writeText(folder.at(target), options)));

/** About 4 MB, several writes to the disk. */
function* manyLines(): Generator<string> {
  for (let i = 0; i < 4000; i++) yield `${i} ${'x'.repeat(1000)}`;
}

/** The local file system on a disk that is full after `bytes`. */
function fullAfter(bytes: number): FileSystem {
  let left = bytes;
  return {
    ...localFileSystem,
    async create(path) {
      const file = await localFileSystem.create(path);
      return {
        ...{ sync: () => file.sync(), close: () => file.close() },
        async write(piece) {
          const fits = piece.subarray(0, left);
          left -= fits.length;
          await file.write(fits);
          if (fits.length < piece.length) throw noSpace();
        },
      };
    },
  };
}

const noSpace = (): BeamError => new BeamError('E_IO', 'The disk is full: cannot write "x" (ENOSPC).');

describe('an earlier output stays as it was, and nothing else is left, when', () => {
  test('an element fails in the middle', async () => {
    await write('user/out', () => ['old']);
    const failing = function* (): Generator<string> {
      yield* manyLines();
      throw new Error('broken');
    };
    await expect(write('user/out', failing)).rejects.toThrow('broken');
    expect(folder.names('user')).toEqual(['out-00000-of-00001']);
    expect(folder.text('user/out-00000-of-00001')).toBe('old\n');
  });

  test('the disk is full', async () => {
    for (const shards of [undefined, 2]) {
      await write('full/out', () => ['old'], { shards });
      const before = folder.names('full');
      const error = await write('full/out', manyLines, { shards, fileSystem: fullAfter(2_000_000) }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({
        code: 'E_IO',
        message: expect.stringContaining('disk is full'),
        place: { step: 'writeText/write' },
      });
      expect(folder.names('full')).toEqual(before);
      expect(folder.lines('full/out')).toEqual(['old']);
    }
  });

  test('the disk is full only when the file is synced', async () => {
    await write('sync/out', () => ['old']);
    const fileSystem: FileSystem = {
      ...localFileSystem,
      async create(path) {
        const file = await localFileSystem.create(path);
        return {
          write: (bytes) => file.write(bytes),
          close: () => file.close(),
          sync: () => Promise.reject(noSpace()),
        };
      },
    };
    await expect(write('sync/out', () => ['new'], { fileSystem })).rejects.toThrow('ENOSPC');
    expect(folder.names('sync')).toEqual(['out-00000-of-00001']);
    expect(folder.text('sync/out-00000-of-00001')).toBe('old\n');
  });
});

test('old files go only after all new ones have their names', async () => {
  await write('order/out', () => ['old'], { shards: 3 });
  const calls: string[] = [];
  const fileSystem: FileSystem = {
    ...localFileSystem,
    rename(from, to) {
      calls.push('rename');
      return localFileSystem.rename(from, to);
    },
    remove(path) {
      calls.push('remove');
      return localFileSystem.remove(path);
    },
    syncDirectory(path) {
      calls.push('sync');
      return localFileSystem.syncDirectory(path);
    },
  };
  await write('order/out', () => ['new'], { shards: 2, fileSystem });
  expect(calls).toEqual(['rename', 'rename', 'sync', 'remove', 'remove', 'remove']);
});

test('a rename that fails leaves the shards of an earlier run that it has not reached', async () => {
  await write('rename/out', () => ['old'], { shards: 1 });
  const fileSystem: FileSystem = {
    ...localFileSystem,
    rename: (_, to) => Promise.reject(new Error(`EACCES: ${to}`)),
  };
  await expect(write('rename/out', () => ['new'], { fileSystem })).rejects.toThrow('EACCES');
  expect(folder.names('rename')).toEqual(['out-00000-of-00001']);
  expect(folder.text('rename/out-00000-of-00001')).toBe('old\n');
});

test('a rename that fails leaves no unfinished file, be it written or empty', async () => {
  folder.put('taken/out-00001-of-00003/file', 'a folder has the name of a shard');
  const run = write('taken/out', () => ['a'], { shards: 3 });
  await expect(run).rejects.toMatchObject({
    code: 'E_IO',
    place: { path: folder.at('taken/out-00001-of-00003') },
  });
  expect(folder.names('taken')).toEqual(['out-00000-of-00003', 'out-00001-of-00003']);
});

test('a failure to remove unfinished files does not hide why the output failed', async () => {
  const fileSystem: FileSystem = {
    ...localFileSystem,
    rename: (_, to) => Promise.reject(new BeamError('E_IO', `Cannot rename to "${to}".`)),
    remove: () => Promise.reject(new BeamError('E_IO', 'Cannot remove.')),
  };
  const run = write('both/out', () => ['a'], { fileSystem });
  await expect(run).rejects.toThrow(`Cannot rename to "${folder.at('both/out-00000-of-00001')}"`);
});

describe('a process that is killed while it writes', () => {
  const script = fileURLToPath(new URL('fixtures/slow-writer.mjs', import.meta.url));

  /** Starts a writer and resolves when some of its bytes are on the disk. */
  async function startWriter(target: string): Promise<ChildProcess> {
    const child = spawn(process.execPath, [script, folder.at(target)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await Promise.race([
      once(child.stdout!, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error('The writer ended before it wrote.'))),
    ]);
    return child;
  }

  async function kill(child: ChildProcess): Promise<void> {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  const unfinished = (name: string): boolean => name.startsWith('.out.tmp-');

  test('leaves the earlier output as it was, and the next run removes what it left', async () => {
    await write('killed/out', () => ['old']);
    await kill(await startWriter('killed/out'));
    expect(folder.names('killed').filter((name) => !unfinished(name))).toEqual(['out-00000-of-00001']);
    expect(folder.text('killed/out-00000-of-00001')).toBe('old\n');
    expect(folder.names('killed').filter(unfinished)).toHaveLength(1);
    await write('killed/out', () => ['new']);
    expect(folder.names('killed')).toEqual(['out-00000-of-00001']);
    expect(folder.text('killed/out-00000-of-00001')).toBe('new\n');
  });

  test('is not robbed of its file while it lives', async () => {
    await write('alive/out', () => ['old']);
    const child = await startWriter('alive/out');
    try {
      await write('alive/out', () => ['new']);
      expect(folder.names('alive').filter(unfinished)).toHaveLength(1);
    } finally {
      await kill(child);
    }
  });
});
