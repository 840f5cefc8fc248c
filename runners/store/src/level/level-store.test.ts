import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { describe, expect, onTestFinished, test } from 'vitest';
import { chanceOf } from '../chance.fixture.js';
import { epochsOf, expectedOf, goOn } from '../crashing-run.fixture.js';
import { LocalDisk } from '../local/local-disk.js';
import { openLocalStore } from '../local/open-local-store.js';
import { contentOf, utf8 } from '../state-store-contract.fixture.js';
import type { LevelDatabase } from './level-database.js';
import { levelError } from './level-error.js';
import { LEVEL_FOLDER } from './level-folder.js';
import { encodeRecord, SUMMARY_KEY } from './level-records.js';
import { LevelStore } from './level-store.js';
import { openLevelStore } from './open-level-store.js';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'hornbeam-level-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** What a process leaves that is killed now: LevelDB has nothing in memory of its own that counts. */
function killed(from: string): string {
  const copy = folder();
  cpSync(from, copy, { recursive: true });
  return copy;
}

const rawDatabase = (path: string): LevelDatabase =>
  new ClassicLevel<Uint8Array, Uint8Array>(join(path, LEVEL_FOLDER), {
    keyEncoding: 'view',
    valueEncoding: 'view',
  });

test('an epoch that is committed is there when the process is killed, and what was under way is not', async () => {
  const path = folder();
  const epochs = epochsOf(17, 25);
  const expected = expectedOf(epochs);
  const store = await openLevelStore(path);
  for (let epoch = 1; epoch <= epochs.length; epoch++) {
    await goOn(store, epochs.slice(0, epoch));
    store.begin().put('lost', utf8('k'), utf8('v'));
    const other = await openLevelStore(killed(path));
    expect([other.epoch, contentOf(other)]).toEqual([epoch, expected[epoch]]);
    await other.close();
  }
  await store.close();
});

test('a value that grows for long is read whole, and the pieces that it was in go with it', async () => {
  const path = folder();
  let store = await openLevelStore(path);
  let whole = '';
  for (let epoch = 0; epoch < 300; epoch++) {
    const changes = store.begin();
    const bytes = `${epoch},`.repeat(40);
    changes.append('journal', utf8('k'), utf8(bytes));
    whole += bytes;
    await store.commit(changes, epoch);
  }
  expect(Buffer.from(store.get('journal', utf8('k'))!).toString()).toBe(whole);
  expect(store.stats()).toMatchObject({ keys: 1, liveBytes: whole.length + 1 });
  const changes = store.begin();
  changes.delete('journal', utf8('k'));
  await store.commit(changes, 300);
  expect(store.stats()).toMatchObject({ keys: 0, liveBytes: 0 });
  await store.close();
  const database = rawDatabase(path);
  await database.open();
  const kinds = new Set<string>();
  for await (const key of database.keys()) kinds.add(String.fromCharCode(key[0]!));
  expect([...kinds].sort()).toEqual(['e', 'm']);
  await database.close();
  store = await openLevelStore(path);
  expect([store.epoch, store.spaces()]).toEqual([301, []]);
  await store.close();
});

test('a view tells keys and sizes as they are', async () => {
  const path = folder();
  const store = await openLevelStore(path);
  await goOn(store, epochsOf(3, 30));
  const view = store.view();
  const content = contentOf(store);
  expect(contentOf(view)).toEqual(content);
  expect([view.epoch, view.committedAt]).toEqual([30, 1029]);
  for (const space of view.spaces()) {
    const sizes = [...view.keys(space)].map(({ key, bytes }) => [Buffer.from(key).toString('latin1'), bytes]);
    expect(sizes.sort()).toEqual(
      Object.entries(content[space]!)
        .map(([key, value]) => [key, value.length])
        .sort(),
    );
  }
  await store.close();
});

test('a bit that flips is refused, or changes no answer but for epochs at the end that are not there', async () => {
  const path = folder();
  const epochs = epochsOf(23, 80).map((changes) => [
    ...changes,
    { kind: 'put', space: 'big', key: 'k', bytes: 'y'.repeat(1500) } as const,
  ]);
  const expected = expectedOf(epochs);
  const store = await openLevelStore(path);
  await goOn(store, epochs);
  await store.close();
  const log = join(
    LEVEL_FOLDER,
    readdirSync(join(path, LEVEL_FOLDER)).find((name) => name.endsWith('.log'))!,
  );
  const size = readFileSync(join(path, log)).length;
  expect(size).toBeGreaterThan(3 * 32_768);
  const chance = chanceOf(5);
  const seen = { refused: 0, whole: 0 };
  for (let at = chance.below(900); at < size; at += 1 + chance.below(1800)) {
    const hurt = killed(path);
    const bytes = readFileSync(join(hurt, log));
    bytes[at]! ^= 1 << chance.below(8);
    writeFileSync(join(hurt, log), bytes);
    try {
      const opened = await openLevelStore(hurt);
      expect(contentOf(opened), `byte ${at}`).toEqual(expected[opened.epoch]);
      await opened.close();
      seen.whole++;
    } catch (thrown) {
      expect(thrown, `byte ${at}`).toMatchObject({
        code: 'E_STATE_DAMAGED',
        help: expect.stringContaining('restore the directory'),
      });
      seen.refused++;
    }
  }
  expect(seen.refused).toBeGreaterThan(20);
});

test('a record that is not as it was written is refused when it is read', async () => {
  const path = folder();
  const store = await openLevelStore(path);
  const changes = store.begin();
  changes.put('a', utf8('k'), utf8('value'));
  await store.commit(changes, 1);
  await store.close();
  const database = rawDatabase(path);
  await database.open();
  for await (const [key, value] of database.iterator()) {
    if (key[0] !== 'v'.charCodeAt(0)) continue;
    value[value.length - 1]! ^= 1;
    await database.put(key, value);
  }
  await database.close();
  const hurt = await openLevelStore(path);
  expect(() => hurt.get('a', utf8('k'))).toThrowError(
    expect.objectContaining({ code: 'E_STATE_DAMAGED', message: expect.stringContaining('checksum') }),
  );
  await hurt.close();
});

describe('a folder is refused', () => {
  test('that another one has', async () => {
    const path = folder();
    const store = await openLevelStore(path);
    await expect(openLevelStore(path)).rejects.toMatchObject({
      code: 'E_STATE_DIR',
      message: `${path} is in use by this process (${process.pid}).`,
      help: expect.stringContaining('directory of its own'),
    });
    await store.close();
    await (await openLevelStore(path)).close();
  });

  test('of the other kind of store', async () => {
    const [level, local] = [folder(), folder()];
    await (await openLevelStore(level)).close();
    await (await openLocalStore(local)).close();
    await expect(openLocalStore(level)).rejects.toMatchObject({
      code: 'E_STATE_DIR',
      help: expect.stringContaining('--state-store=level'),
    });
    await expect(openLevelStore(local)).rejects.toMatchObject({
      code: 'E_STATE_DIR',
      help: expect.stringContaining('without --state-store=level'),
    });
  });

  test('of a newer version, by its name', async () => {
    const path = folder();
    const store = await openLevelStore(path);
    await store.commit(store.begin(), 1);
    await store.close();
    const database = rawDatabase(path);
    await database.open();
    const summary = JSON.parse(Buffer.from((await database.get(SUMMARY_KEY))!.subarray(4)).toString());
    await database.put(
      SUMMARY_KEY,
      encodeRecord(SUMMARY_KEY, utf8(JSON.stringify({ ...summary, format: 2 }))),
    );
    await database.close();
    await expect(openLevelStore(path)).rejects.toMatchObject({
      code: 'E_STATE_DIR',
      message: expect.stringMatching(`${path} .*format 2`),
    });
    await database.open();
    await database.del(SUMMARY_KEY);
    await database.close();
    await expect(openLevelStore(path)).rejects.toMatchObject({ code: 'E_STATE_DAMAGED' });
  });
});

test('a store whose disk failed takes nothing more, and says why', async () => {
  const path = folder();
  LocalDisk.make(path);
  const database = rawDatabase(path);
  await database.open();
  let isFull = false;
  let batches = 0;
  const failing = new Proxy(database, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown;
      if (name !== 'batch') return typeof member === 'function' ? member.bind(target) : member;
      return async (...args: Parameters<LevelDatabase['batch']>) => {
        batches++;
        if (!isFull) return (target.batch as (...all: unknown[]) => Promise<void>)(...args);
        throw Object.assign(new Error('IO error: 000004.log: No space left on device'), {
          code: 'LEVEL_IO_ERROR',
        });
      };
    },
  });
  const owned = { release: async () => undefined };
  const store = await LevelStore.open({ folder: path, database: failing, owned, diskBytes: () => 0 });
  await store.commit(store.begin(), 1);
  isFull = true;
  const first = await store.commit(store.begin(), 2).catch((thrown) => thrown);
  expect(first).toMatchObject({ code: 'E_DISK', message: expect.stringContaining('the disk is full') });
  expect(first.help).toContain('make room');
  isFull = false;
  await expect(store.commit(store.begin(), 3)).rejects.toBe(first);
  expect([store.epoch, batches]).toEqual([1, 2]);
  await store.close();
});

test.each([
  ['IO error: x: Read-only file system', 'LEVEL_IO_ERROR', 'E_DISK', 'read-only'],
  ['IO error: x: Input/output error', 'LEVEL_IO_ERROR', 'E_DISK', 'the disk fails'],
  ['Corruption: checksum mismatch', 'LEVEL_CORRUPTION', 'E_STATE_DAMAGED', 'checksum mismatch'],
  ['IO error: lock x/LOCK: already held', 'LEVEL_LOCKED', 'E_STATE_DIR', 'in use'],
])('%s becomes an error with a remedy', (message, code, expected, words) => {
  const inner = Object.assign(new Error(message), { code });
  for (const thrown of [
    inner,
    Object.assign(new Error('Database failed to open'), { code: 'LEVEL_DATABASE_NOT_OPEN', cause: inner }),
  ]) {
    const error = levelError('state', 'open', thrown);
    expect(error).toMatchObject({ code: expected, message: expect.stringContaining(words) });
    expect(error.help).toBeTypeOf('string');
  }
});
