import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { chanceOf } from './chance.fixture.js';
import { crc32c } from './checksum.js';
import { epochsOf, expectedOf, goOn, openSmall } from './crashing-run.fixture.js';
import { FILE_HEADER, STORE_VERSION } from './file-header.js';
import { frameKinds, writeUint32 } from './frame.js';
import { FrameReader } from './frame-reader.js';
import { StoreInspection } from './inspection.js';
import { LocalDisk } from './local/local-disk.js';
import { openLocalStore } from './local/open-local-store.js';
import { readManifest } from './manifest.js';
import { contentOf } from './state-store-contract.fixture.js';
import { openFile } from './store-files.js';
import { SimulatedDisk } from './testing/simulated-disk.js';

/**
 * Folders as every version of the format wrote them: they must be opened for ever. `ended` is of a run that was ended,
 * `torn` of one whose process and power went within a write. With `HORNBEAM_WRITE_GOLDENS=1` folders of the version of
 * this code are written when they are missing, never one that is there.
 */
const goldens = fileURLToPath(new URL('../../../test/golden/store/', import.meta.url));

const EPOCHS = 26;
const SEED = 2026;

/** What is in a folder: of `ended` after every epoch that it keeps. */
interface Golden {
  readonly first: number;
  readonly last: number;
  readonly committedAt: number;
  /** After each epoch from `first` on. */
  readonly content: readonly ReturnType<typeof contentOf>[];
}

if (process.env.HORNBEAM_WRITE_GOLDENS === '1') await writeGoldens();

const versions = readdirSync(goldens).map(Number);

test('there are folders of every version', () => {
  expect(versions.sort()).toEqual(Array.from({ length: STORE_VERSION }, (_, i) => i + 1));
});

describe.each(versions.flatMap((version) => ['ended', 'torn'].map((name) => [version, name] as const)))(
  'a folder of version %i, %s',
  (version, name) => {
    const folder = join(goldens, String(version), name);
    const golden = JSON.parse(readFileSync(`${folder}.json`, 'utf8')) as Golden;

    test('has several files of the log, and a snapshot', () => {
      const files = readdirSync(folder);
      expect(files.filter((file) => file.endsWith('.log')).length).toBeGreaterThan(2);
      expect(files.filter((file) => file.endsWith('.snapshot')).length).toBeGreaterThan(0);
    });

    test('is opened, has everything, and is gone on with', async () => {
      const copy = mkdtempSync(join(tmpdir(), 'hornbeam-golden-'));
      onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
      cpSync(folder, copy, { recursive: true });
      for (let opening = 0; opening < 2; opening++) {
        const store = await openLocalStore(copy);
        expect(store.epoch).toBe(golden.last + opening);
        if (opening === 0) expect(store.committedAt).toBe(golden.committedAt);
        expect(contentOf(store)).toEqual(golden.content.at(-1));
        expect(await store.commit(store.begin(), 5)).toBe(golden.last + opening + 1);
        await store.close();
      }
      expect(new StoreInspection(LocalDisk.of(copy)).verify()).toEqual([]);
    });

    test('every epoch that it keeps can be looked at', () => {
      const inspection = new StoreInspection(LocalDisk.of(folder));
      expect(inspection.verify().filter(({ isData }) => isData)).toEqual([]);
      const epochs = inspection.epochs().map(({ epoch }) => epoch);
      expect(epochs).toEqual(golden.content.map((_, i) => golden.first + i));
      for (const epoch of epochs) {
        const view = inspection.at(epoch);
        expect(contentOf(view), `epoch ${epoch}`).toEqual(golden.content[epoch - golden.first]);
        view.close();
      }
    });

    test('has changes of every kind, and a torn end where the power went', () => {
      const disk = LocalDisk.of(folder);
      const manifest = readManifest(disk)!;
      const kinds = new Set<number>();
      let problem: string | undefined;
      const walk = (kind: 'log' | 'snapshot', number: number, length: number | undefined) => {
        const { file, salt } = openFile(disk, kind, number, manifest.store)!;
        const frames = new FrameReader(file, FILE_HEADER, length ?? file.length, salt);
        while (frames.next()) kinds.add(frames.kind);
        problem = frames.problem;
        file.close();
      };
      for (const { files } of manifest.snapshots)
        for (const { file, length } of files) walk('snapshot', file, length);
      for (const { file, length } of manifest.log) walk('log', file, length);
      const { put, append, delete: remove, space, commit, durable } = frameKinds;
      expect(kinds).toEqual(new Set([put, append, remove, space, commit, durable]));
      if (name === 'torn') expect(problem).toBeDefined();
      else expect(problem).toBeUndefined();
    });
  },
);

test.each(['manifest', 'log', 'snapshot'])(
  'a newer version of a %s is refused, by file and version',
  async (kind) => {
    const folder = mkdtempSync(join(tmpdir(), 'hornbeam-golden-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(goldens, String(STORE_VERSION), 'ended'), folder, { recursive: true });
    const name = readdirSync(folder).findLast((each) => each.endsWith(kind))!;
    const bytes = readFileSync(join(folder, name));
    bytes[9] = STORE_VERSION + 1;
    writeUint32(bytes, 28, crc32c(bytes, 0, 28));
    writeFileSync(join(folder, name), bytes);
    const refusal = {
      code: 'E_STATE_DIR',
      exitCode: 5,
      message: expect.stringMatching(new RegExp(`${name} .*format ${STORE_VERSION + 1}`)),
      help: expect.stringContaining('newer'),
    };
    await expect(openLocalStore(folder)).rejects.toMatchObject(refusal);
    expect(() => new StoreInspection(LocalDisk.of(folder)).at()).toThrowError(
      expect.objectContaining(refusal),
    );
    expect(() => new StoreInspection(LocalDisk.of(folder)).verify()).toThrowError(
      expect.objectContaining(refusal),
    );
  },
);

async function writeGoldens(): Promise<void> {
  const base = join(goldens, String(STORE_VERSION));
  if (existsSync(base)) return;
  const epochs = epochsOf(SEED, EPOCHS);
  const ended = new SimulatedDisk(chanceOf(SEED));
  const store = await openSmall(ended, 2);
  await goOn(store, epochs.slice(0, EPOCHS / 2));
  await store.close();
  const second = await openSmall(ended, 2);
  await goOn(second, epochs);
  await second.close();
  write(base, 'ended', ended, EPOCHS);

  const torn = new SimulatedDisk(chanceOf(SEED));
  const third = await openSmall(torn, 2);
  await goOn(third, epochs.slice(0, EPOCHS - 1));
  const before = torn.copy();
  const log = before.list().findLast((name) => name.endsWith('.log'))!;
  await goOn(third, epochs);
  const whole = torn.contentOf(log);
  const half = Math.floor((before.contentOf(log).length + whole.length - FILE_HEADER) / 2);
  before.write(log, whole.subarray(0, half));
  write(base, 'torn', before, EPOCHS - 1);
}

function write(base: string, name: string, disk: SimulatedDisk, last: number): void {
  mkdirSync(join(base, name), { recursive: true });
  for (const file of disk.list()) writeFileSync(join(base, name, file), disk.contentOf(file));
  const inspection = new StoreInspection(disk);
  const first = inspection.epochs()[0]!.epoch;
  const content = expectedOf(epochsOf(SEED, EPOCHS)).slice(first, last + 1);
  const golden: Golden = { first, last, committedAt: 999 + last, content };
  writeFileSync(join(base, `${name}.json`), `${JSON.stringify(golden, null, 1)}\n`);
}
