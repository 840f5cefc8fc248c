import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreInspection } from '@hornbeam/store';
import { openLevelStore } from '@hornbeam/store/level';
import { LocalDisk, openLocalStore } from '@hornbeam/store/local';
import { describe, expect, test } from 'vitest';
import type { CheckpointAction, CheckpointFlags } from '../args/checkpoint-grammar.js';
import { keptRun, startKeptRun, stateFolder } from '../checkpoint/kept-run.fixture.js';
import { recordingHost } from '../recording-host.fixture.js';
import { checkpointCommand } from './checkpoint.js';

/** What a command prints. */
async function text(action: CheckpointAction, folder: string, flags: CheckpointFlags = {}): Promise<string> {
  const host = recordingHost();
  expect(await checkpointCommand(action, folder, flags, host)).toBe(0);
  expect(host.texts.stderr).toBe('');
  return host.texts.stdout;
}

const json = async (action: CheckpointAction, folder: string, flags: CheckpointFlags = {}) =>
  JSON.parse(await text(action, folder, { ...flags, json: true }));

const inspect = (folder: string) => new StoreInspection(LocalDisk.of(folder));

/** The log with the most bytes, where a run has left more than one. */
const logOf = (folder: string): string =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .sort((a, b) => readFileSync(join(folder, b)).length - readFileSync(join(folder, a)).length)[0]!;

describe('of a run that was stopped', () => {
  test('ls lists the epochs with their time, changes and bytes', async () => {
    const folder = await keptRun();
    const epochs = inspect(folder).epochs();
    expect(epochs.length).toBeGreaterThan(2);
    const listed = await json('ls', folder);
    expect(listed).toEqual({
      folder,
      epochs: epochs.map(({ at, ...rest }) => ({ ...rest, committedAt: new Date(at).toISOString() })),
    });
    for (const { changes, bytes } of listed.epochs) {
      expect(changes).toBeGreaterThan(0);
      expect(bytes).toBeGreaterThan(changes * 16);
    }
    const lines = (await text('ls', folder, { all: true })).split('\n');
    expect(lines[0]).toMatch(/^epoch +committed +changes +bytes$/);
    expect(lines.slice(1, -1)).toHaveLength(epochs.length);
    expect(lines[1]).toMatch(/^ +1 {2}\d{4}-\d\d-\d\dT[\d:.]+Z +\d+ +[\d.]+ (B|KiB)$/);
  });

  test('ls shows the last epochs unless it is asked for all', async () => {
    const folder = stateFolder();
    const store = await openLocalStore(folder);
    for (let epoch = 1; epoch <= 30; epoch++) await store.commit(store.begin(), epoch);
    await store.close();
    const lines = (await text('ls', folder)).trimEnd().split('\n');
    expect(lines).toHaveLength(22);
    expect(lines[1]).toMatch(/^ +11 /);
    expect(lines.at(-1)).toBe('10 earlier epochs more: --all');
  });

  test('show tells watermarks, source positions, and what is kept of each step', async () => {
    const folder = await keptRun();
    const shown = await text('show', folder);
    expect(shown).toMatch(/^sums: epoch \d+ of \d{4}-/);
    expect(shown).toMatch(/^ {2}fromIterable\/iterate +\d{4}-\S+Z +\{"from":\d+,"to":Infinity\}$/m);
    expect(shown).toMatch(/^ {2}Total: of all +state "total" +5 +[\d.]+ B$/m);
    expect(shown).toMatch(/^ {2}Total: of all +timers +5 +[\d.]+ B$/m);
    expect(shown).toMatch(/^ {2}groupByKey +open groups +\d+ /m);
    expect(shown).toMatch(/^ {2}create\/values +side input +1 /m);
    expect(shown).toMatch(/^ {2}totals\/totals +rows for the sink +\d /m);
    const { spaces, sources, watermarks, job, epoch } = await json('show', folder);
    const view = inspect(folder).at();
    expect(spaces.map(({ space }: { space: string }) => space).sort()).toEqual([...view.spaces()].sort());
    for (const { space, keys, bytes, about } of spaces) {
      const entries = [...view.entries(space)];
      expect(keys).toBe(entries.length);
      expect(bytes).toBe(entries.reduce((sum, { key, value }) => sum + key.length + value.length, 0));
      expect(about, 'nothing is kept that nobody can name').not.toBe(space);
    }
    view.close();
    const { from } = JSON.parse(sources[0].position.replace('Infinity', 'null'));
    expect(sources[0].watermark).toBe(new Date((from - 1) * 1000).toISOString());
    expect(watermarks.find(({ step }: { step: string }) => step === 'Total: of all')).toMatchObject({
      input: sources[0].watermark,
      isDone: false,
    });
    expect([job, epoch]).toEqual(['sums', inspect(folder).epochs().at(-1)!.epoch]);
  });

  test('show goes back to an earlier epoch', async () => {
    const folder = await keptRun();
    const last = await json('show', folder);
    const earlier = await json('show', folder, { epoch: last.epoch - 1 });
    expect(earlier.epoch).toBe(last.epoch - 1);
    const from = ({ sources }: typeof last) => Number(/"from":(\d+)/.exec(sources[0].position)![1]);
    expect(from(earlier)).toBeLessThan(from(last));
  });

  test('diff says by step which keys came, changed and left', async () => {
    const folder = await keptRun();
    const last = inspect(folder).epochs().at(-1)!.epoch;
    const shown = await text('diff', folder, { from: last - 1, to: last });
    expect(shown).toMatch(/^Total: of all: state "total" {2}5 changed$/m);
    expect(shown).toMatch(/^ {2}~ "k3" {2}[\d.]+ B( -> [\d.]+ B)?$/m);
    expect(shown).toMatch(/^fromIterable\/iterate: source positions {2}1 added, 1 removed$/m);
    const { spaces } = await json('diff', folder, { from: last - 1, to: last });
    const state = spaces.find(({ space }: { space: string }) => space === 'state Total: of all: total');
    expect(state).toMatchObject({
      step: 'Total: of all',
      about: 'state "total"',
      added: 0,
      changed: 5,
      removed: 0,
    });
    const view = inspect(folder).at(last);
    for (const { key, after } of state.keys) {
      expect(view.get(state.space, Buffer.from(key, 'base64'))?.length).toBe(after);
    }
    view.close();
    expect(await text('diff', folder, { from: last, to: last })).toBe(
      `nothing changed from epoch ${last} to ${last}\n`,
    );
  });

  test('diff leaves keys out, and counts them, unless it is asked for all', async () => {
    const folder = stateFolder();
    const store = await openLocalStore(folder);
    await store.commit(store.begin(), 1);
    const epoch = store.begin();
    for (let n = 0; n < 25; n++) epoch.put('metrics', Buffer.from(`step\nname ${n}`), Buffer.from('1'));
    await store.commit(epoch, 2);
    await store.close();
    const lines = (await text('diff', folder)).trimEnd().split('\n');
    expect(lines[0]).toBe('metrics  25 added');
    expect(lines).toHaveLength(12);
    expect(lines[1]).toMatch(/^ {2}\+ step name \d+ {2}1 B$/);
    expect(lines.at(-1)).toBe('    15 keys more: --all');
    expect((await text('diff', folder, { all: true })).trimEnd().split('\n')).toHaveLength(26);
  });

  test('export gives everything back as lines of JSON', async () => {
    const folder = await keptRun();
    const lines = (await text('export', folder)).trimEnd().split('\n');
    const [head, ...rest] = lines.map((line) => JSON.parse(line));
    const end = rest.pop();
    const view = inspect(folder).at();
    expect(head).toEqual({
      type: 'epoch',
      v: 1,
      epoch: view.epoch,
      committedAt: new Date(view.committedAt).toISOString(),
    });
    expect(end).toEqual({ type: 'end', entries: rest.length });
    const wanted = view.spaces().flatMap((space) =>
      [...view.entries(space)].map(({ key, value }) => ({
        type: 'entry',
        space,
        key: Buffer.from(key).toString('base64'),
        value: Buffer.from(value).toString('base64'),
      })),
    );
    const order = (entries: object[]) => entries.map((entry) => JSON.stringify(entry)).sort();
    expect(order(rest)).toEqual(order(wanted));
    view.close();
  });

  test('nothing in the folder changes when it is looked at', async () => {
    const folder = await keptRun();
    const content = () =>
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]);
    const before = content();
    for (const action of ['ls', 'show', 'diff', 'verify', 'export'] as const) await text(action, folder);
    expect(content()).toEqual(before);
  });
});

test('a run that goes on can be looked at, and goes on', async () => {
  const folder = stateFolder();
  const { job, more } = await startKeptRun(folder);
  const ended = job.done.catch(() => undefined);
  let epoch = 0;
  for (let look = 0; look < 3; look++) {
    await more(500);
    expect(await text('verify', folder)).toMatch(/^(stale .*\n)*whole: /);
    const shown = await json('show', folder);
    expect(shown.epoch).toBeGreaterThan(epoch);
    epoch = shown.epoch;
    expect((await json('ls', folder)).epochs.at(-1).epoch).toBeGreaterThanOrEqual(epoch);
    await text('diff', folder);
  }
  await job.cancel();
  await ended;
});

describe('verify', () => {
  test('says how much is whole', async () => {
    const folder = await keptRun();
    const last = inspect(folder).epochs().at(-1)!.epoch;
    expect(await text('verify', folder)).toMatch(
      new RegExp(`^whole: [\\d.]+ (KiB|MiB), epochs 1 to ${last}\\n$`),
    );
  });

  test('names file, byte and remedy of every damage, and ends with the code of the error', async () => {
    const folder = await keptRun();
    const name = logOf(folder);
    const bytes = readFileSync(join(folder, name));
    bytes[200]! ^= 1;
    writeFileSync(join(folder, name), bytes);
    const host = recordingHost();
    await expect(checkpointCommand('verify', folder, {}, host)).rejects.toMatchObject({
      code: 'E_STATE_DAMAGED',
      exitCode: 5,
      message: expect.stringContaining(name),
      help: expect.stringContaining('restore the directory'),
    });
    const [, offset] = new RegExp(`^damaged {2}${name} {2}byte (\\d+): .+$`, 'm').exec(host.texts.stdout)!;
    expect(Number(offset)).toBeLessThanOrEqual(200);
    const parsed = recordingHost();
    await expect(checkpointCommand('verify', folder, { json: true }, parsed)).rejects.toMatchObject({
      code: 'E_STATE_DAMAGED',
    });
    expect(JSON.parse(parsed.texts.stdout)).toMatchObject({
      isWhole: false,
      found: [{ file: name, offset: Number(offset), isData: true }],
    });
  });

  test('names a manifest that cannot be read', async () => {
    const folder = await keptRun();
    truncateSync(join(folder, 'manifest'), 40);
    const host = recordingHost();
    await expect(checkpointCommand('verify', folder, {}, host)).rejects.toMatchObject({
      code: 'E_STATE_DAMAGED',
    });
    expect(host.texts.stdout).toMatch(/^damaged {2}manifest {2}byte 32: /);
  });

  test('an index that is torn is made anew by the next run, and is no damage', async () => {
    const folder = await keptRun();
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.index'))) {
      truncateSync(join(folder, name), 40);
    }
    expect(await text('verify', folder)).toMatch(/whole: /);
  });
});

describe('what cannot be looked at', () => {
  test.each<[string, CheckpointAction, CheckpointFlags, string]>([
    ['a flag of another action', 'ls', { epoch: 3 }, 'checkpoint ls has no use for --epoch.'],
    ['an epoch that is not kept', 'show', { epoch: 999_999 }, 'does not have epoch 999999.'],
    ['epochs the wrong way round', 'diff', { from: 2, to: 1 }, 'Epoch 2 is later than epoch 1.'],
  ])('%s', async (_, action, flags, message) => {
    const folder = await keptRun();
    await expect(text(action, folder, flags)).rejects.toMatchObject({
      code: 'E_USAGE',
      message: expect.stringContaining(message),
    });
  });

  test('a folder without a run, or none at all', async () => {
    for (const folder of [stateFolder(), '/no/such/folder']) {
      await expect(text('ls', folder)).rejects.toMatchObject({
        code: 'E_STATE_DIR',
        help: expect.stringContaining('--state-dir'),
      });
    }
  });

  test('a store in which nothing was committed yet is shown as such', async () => {
    const folder = stateFolder();
    await (await openLocalStore(folder)).close();
    expect(await text('ls', folder)).toBe('no epochs yet\n');
    expect(await text('show', folder)).toBe('no epochs yet\n');
    expect(await text('diff', folder)).toBe('no epochs yet\n');
    expect(await text('verify', folder)).toMatch(/^whole: \d+ B, no epochs\n$/);
  });
});

describe('a state directory in LevelDB', () => {
  const ended = async () => {
    const folder = stateFolder();
    const store = await openLevelStore(folder);
    for (let n = 1; n <= 3; n++) {
      const epoch = store.begin();
      epoch.put('metrics', Buffer.from(`step\nname ${n}`), Buffer.from('1'));
      await store.commit(epoch, n);
    }
    return { folder, store };
  };

  test('is looked at when its run has ended, at its last epoch', async () => {
    const { folder, store } = await ended();
    await store.close();
    expect((await json('ls', folder)).epochs).toEqual([
      { epoch: 3, committedAt: '1970-01-01T00:00:00.003Z', isSnapshot: false },
    ]);
    expect(await text('show', folder)).toMatch(
      /^no run yet: epoch 3 .*\n\nkept of .*\n {2}metrics +3 +36 B\n$/,
    );
    expect((await text('export', folder)).trimEnd().split('\n')).toHaveLength(5);
    expect(await text('verify', folder)).toMatch(/^whole: .*, epochs 3 to 3\n$/);
    await expect(text('diff', folder, { from: 1 })).rejects.toMatchObject({
      code: 'E_USAGE',
      help: expect.stringContaining('last epoch only, 3'),
    });
  });

  test('is refused while its run goes on', async () => {
    const { folder, store } = await ended();
    await expect(text('ls', folder)).rejects.toMatchObject({ code: 'E_STATE_DIR' });
    await store.close();
  });
});
