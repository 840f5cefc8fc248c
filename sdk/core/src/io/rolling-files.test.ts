import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { SinkContext, SinkWriter } from '../construction/index.js';
import type { FileOutput } from './file-output.js';
import { type Rolling, rollingFiles } from './rolling-files.js';
import { PowerLost, UnreliableFiles } from './unreliable-files.fixture.js';

const context = (owner = 'job/sink', isDurable = true): SinkContext => ({
  owner,
  run: 'run',
  epochs: 'commits',
  isDurable,
  log: () => undefined,
  signal: new AbortController().signal,
});

const output = (files: UnreliableFiles, codec: 'none' | 'gzip' = 'none'): FileOutput<string> => ({
  naming: { path: 'out/orders', suffix: '.txt', singleFile: false },
  codec,
  fileSystem: files.open(),
  encoder: () => ({ begin: () => 'head\n', encode: (row) => `${row}\n`, end: () => 'end\n' }),
});

const open = (
  files: UnreliableFiles,
  rolling: Rolling = { bytes: 40 },
  from: SinkContext = context(),
): Promise<SinkWriter<string>> => rollingFiles('orders', output(files), rolling).open(from);

/** Three rows an epoch, which say where they come from. */
const rowsOf = (epoch: number): string[] => [0, 1, 2].map((n) => `row ${epoch}.${n}`);

const EPOCHS = 8;
const all = Array.from({ length: EPOCHS }, (_, i) => rowsOf(i + 1)).flat();

/** Rows in the order of files; every file must begin and end as it should. */
function rowsIn(files: UnreliableFiles): string[] {
  return [...files.visible('out')].flatMap(([name, text]) => {
    const lines = text.split('\n');
    expect([name, lines[0], lines.at(-2), lines.at(-1)]).toEqual([name, 'head', 'end', '']);
    return lines.slice(1, -2);
  });
}

/** Writes what the target does not have, as a run that was started again does. */
async function writeAll(files: UnreliableFiles): Promise<void> {
  const writer = await open(files);
  for (let epoch = ((await writer.lastCommitted()) ?? 0) + 1; epoch <= EPOCHS; epoch++) {
    await writer.commit(epoch, rowsOf(epoch));
  }
  await writer.close();
}

describe('files that roll', () => {
  test('are seen when they are whole, with every row in order', async () => {
    const files = new UnreliableFiles();
    const writer = await open(files);
    await writer.commit(1, rowsOf(1));
    expect(files.visible('out').size).toBe(0);
    await writer.commit(2, rowsOf(2));
    expect([...files.visible('out').keys()]).toEqual(['orders-00000.txt']);
    await writer.commit(3, rowsOf(3));
    await writer.close();
    expect([...files.visible('out').keys()]).toEqual(['orders-00000.txt', 'orders-00001.txt']);
    expect(rowsIn(files)).toEqual([...rowsOf(1), ...rowsOf(2), ...rowsOf(3)]);
  });

  test('are closed by time when rows stay away', async () => {
    const files = new UnreliableFiles();
    const writer = await open(files, { every: 1 });
    await writer.commit(1, rowsOf(1));
    await expect.poll(() => files.visible('out').size).toBe(1);
    await writer.close();
    expect(rowsIn(files)).toEqual(rowsOf(1));
  });

  test('have an epoch once, however often it is written', async () => {
    const files = new UnreliableFiles();
    const writer = await open(files);
    await writer.commit(1, rowsOf(1));
    await writer.commit(1, rowsOf(1));
    await writer.close();
    const next = await open(files);
    expect(await next.lastCommitted()).toBe(1);
    await next.commit(1, rowsOf(1));
    await next.commit(2, rowsOf(2));
    await next.close();
    expect(rowsIn(files)).toEqual([...rowsOf(1), ...rowsOf(2)]);
  });

  test('have every row once when the power is lost at any operation, and again while that is mended', async () => {
    const dry = new UnreliableFiles();
    await writeAll(dry);
    expect(rowsIn(dry)).toEqual(all);
    let lost = 0;
    for (let first = 0; first <= dry.operations; first++) {
      for (const keep of [0, 0.5, 1]) {
        const files = new UnreliableFiles();
        for (const operations of [first, (first * 7) % 31, undefined]) {
          files.operationsLeft = operations;
          const ended = await writeAll(files).catch((thrown: unknown) => thrown);
          if (operations === undefined) expect(ended).toBeUndefined();
          else if (ended !== undefined) {
            expect(ended).toBeInstanceOf(PowerLost);
            lost++;
            files.restart(keep);
          }
        }
        expect(rowsIn(files), `power lost after ${first} operations`).toEqual(all);
        // What says how far it is, and nothing else, is left.
        expect(files.hidden('out').filter((path) => !path.includes('.progress-'))).toEqual([]);
      }
    }
    expect(lost).toBeGreaterThan(dry.operations);
  });

  test('have every row once when any operation fails and the epoch is written again', async () => {
    const dry = new UnreliableFiles();
    await writeAll(dry);
    for (let failing = 0; failing < dry.operations; failing++) {
      const files = new UnreliableFiles();
      const writer = await open(files);
      const begun = files.operations;
      files.fault = () => files.operations === begun + failing;
      for (let epoch = 1; epoch <= EPOCHS; epoch++) {
        await writer.commit(epoch, rowsOf(epoch)).catch(() => writer.commit(epoch, rowsOf(epoch)));
      }
      // Closing may be what fails: the next writer goes on.
      await writer.close().catch(async () => (await open(files)).close());
      expect(rowsIn(files), `operation ${failing} failed`).toEqual(all);
    }
  });

  test('are written by one run: the one before is shut out, and what it writes comes to nothing', async () => {
    const files = new UnreliableFiles();
    const old = await open(files, { bytes: 1000 });
    await old.commit(1, rowsOf(1));
    const young = await open(files, { bytes: 1000 });
    await expect(old.commit(2, rowsOf(99))).rejects.toThrow(/Another run has begun to write "out\/orders"/);
    await expect(old.commit(3, rowsOf(99))).rejects.toMatchObject({ code: 'E_FENCED' });
    await old.close();
    await young.commit(2, rowsOf(2));
    await young.close();
    expect(rowsIn(files)).toEqual([...rowsOf(1), ...rowsOf(2)]);
  });

  test('shut out the run before, also when two have come after it', async () => {
    const files = new UnreliableFiles();
    const old = await open(files, { bytes: 1000 });
    await old.commit(1, rowsOf(1));
    const middle = await open(files, { bytes: 1000 });
    await middle.commit(2, rowsOf(2));
    const young = await open(files, { bytes: 1000 });
    await expect(old.commit(2, rowsOf(99))).rejects.toMatchObject({ code: 'E_FENCED' });
    await expect(middle.commit(3, rowsOf(98))).rejects.toMatchObject({ code: 'E_FENCED' });
    await young.commit(3, rowsOf(3));
    for (const writer of [young, middle, old]) await writer.close().catch(() => undefined);
    expect(rowsIn(files)).toEqual([...rowsOf(1), ...rowsOf(2), ...rowsOf(3)]);
  });

  test('have every row once when another run takes over between any two operations', async () => {
    const dry = new UnreliableFiles();
    const whole = await open(dry, { bytes: 40 });
    const begun = dry.operations;
    for (const epoch of [1, 2]) await whole.commit(epoch, rowsOf(epoch));
    const count = dry.operations - begun;
    for (let at = 0; at < count; at++) {
      const files = new UnreliableFiles();
      const old = await open(files, { bytes: 40 });
      const start = files.operations;
      let young: SinkWriter<string> | undefined;
      // The other opens while this operation waits.
      let opening: Promise<void> | undefined;
      files.fault = () => {
        if (files.operations === start + at + 1 && opening === undefined) {
          opening = open(files).then((writer) => {
            young = writer;
          });
        }
        return false;
      };
      for (const epoch of [1, 2]) await old.commit(epoch, rowsOf(epoch)).catch(() => undefined);
      await opening;
      files.fault = undefined;
      for (let epoch = ((await young!.lastCommitted()) ?? 0) + 1; epoch <= EPOCHS; epoch++) {
        await young!.commit(epoch, rowsOf(epoch));
      }
      await young!.close();
      expect(rowsIn(files), `taken over at ${at}`).toEqual(all);
    }
  });

  test('belong to one job', async () => {
    const files = new UnreliableFiles();
    const writer = await open(files);
    await writer.commit(1, rowsOf(1));
    await writer.close();
    await expect(open(files, {}, context('other/sink'))).rejects.toMatchObject({
      code: 'E_DUPLICATE_OUTPUT',
      message: expect.stringContaining('"out/orders" is written by "job/sink"'),
    });
  });

  test('that something else has removed are missed', async () => {
    const files = new UnreliableFiles();
    const writer = await open(files, { bytes: 1000 });
    await writer.commit(1, rowsOf(1));
    const hidden = files.hidden('out').find((path) => path.includes('.part-'))!;
    await files.open().remove(hidden);
    await expect(open(files)).rejects.toThrow(/which was being written, has vanished/);
  });

  test('of a run that is not kept go on behind those that are there, and leave nothing else', async () => {
    const files = new UnreliableFiles();
    for (const epoch of [1, 2]) {
      const writer = await open(files, {}, context('sink', false));
      expect(await writer.lastCommitted()).toBeUndefined();
      await writer.commit(1, rowsOf(epoch));
      await writer.close();
    }
    expect(rowsIn(files)).toEqual([...rowsOf(1), ...rowsOf(2)]);
    expect(files.hidden('out')).toEqual([]);
  });

  test('of several writers of runs that are not kept have numbers of their own', async () => {
    const files = new UnreliableFiles();
    const writers = await Promise.all([0, 1, 2].map(() => open(files, {}, context('sink', false))));
    await Promise.all(writers.map((writer, n) => writer.commit(1, rowsOf(n))));
    await Promise.all(writers.map((writer) => writer.close()));
    expect(rowsIn(files).sort()).toEqual([0, 1, 2].flatMap(rowsOf));
    expect(files.visible('out').size).toBe(3);
    expect(files.hidden('out')).toEqual([]);
  });

  test('may be compressed, epoch by epoch', async () => {
    const files = new UnreliableFiles();
    const writer = await rollingFiles('orders', output(files, 'gzip'), {}).open(context());
    await writer.commit(1, rowsOf(1));
    await writer.commit(2, rowsOf(2));
    await writer.close();
    const stored = files.open();
    const size = (await stored.sizeOf('out/orders-00000.txt'))!;
    const bytes = new Uint8Array(size);
    await (await stored.open('out/orders-00000.txt')).read(bytes, 0);
    expect(gunzipSync(bytes).toString()).toBe(`head\n${[...rowsOf(1), ...rowsOf(2)].join('\n')}\nend\n`);
  });
});
