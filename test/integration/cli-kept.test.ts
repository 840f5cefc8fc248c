import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beamRun, build, folderWith, startBeamRun } from './beam-run.js';

/** Running totals of numbers that come by themselves; waits before each for the file `go` to allow it. */
const totals = `
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pipeline, valueState } from '@hornbeam/sdk';
import { fromIterable, writeText } from '@hornbeam/sdk/io';
import { z } from 'zod';

const options = z.object({ out: z.string(), go: z.string(), count: z.coerce.number().default(400) });

export default pipeline({ name: 'totals', options }, (p, { out, go, count }) => {
  p.read(
    fromIterable(
      async function* () {
        for (let n = 0; n < count; n++) {
          while (n >= Number(readFileSync(go, 'utf8'))) await sleep(5);
          yield n;
        }
      },
      { unbounded: true, timestamp: (n: number) => n * 1000 },
    ),
  )
    .keyBy((n) => 'k' + (n % 7))
    .parDo({
      name: 'Total',
      uses: { total: valueState<number>() },
      process({ key, value }, { total }) {
        const sum = (total.read() ?? 0) + value;
        total.write(sum);
        console.error('seen ' + value);
        return [key + ' ' + value + ' ' + sum];
      },
    })
    .write(writeText(out, { suffix: '.txt', rolling: { bytes: 500 } }));
});
`;

const meant = (count: number): string[] => {
  const sums = new Map<number, number>();
  return Array.from({ length: count }, (_, n) => {
    const sum = (sums.get(n % 7) ?? 0) + n;
    sums.set(n % 7, sum);
    return `k${n % 7} ${n} ${sum}`;
  });
};

describe('a run with --state-dir', () => {
  let folder: ReturnType<typeof folderWith>;
  let place: { args: string[]; rows: () => string[]; allow: (count: number) => void };
  let count = 0;

  beforeAll(build, 120_000);
  beforeAll(() => {
    folder = folderWith({ 'totals.ts': totals });
  });
  afterAll(() => folder.remove());

  /** A state directory and an output of its own. */
  const fresh = (): typeof place => {
    const own = join(folder.path, String(count++));
    const go = `${own}.go`;
    writeFileSync(go, '0');
    return {
      args: [
        'totals.ts',
        `--out=${own}-out/totals`,
        `--go=${go}`,
        `--state-dir=${own}-state`,
        '--epoch-interval=10ms',
      ],
      rows: () =>
        readdirSync(`${own}-out`)
          .filter((name) => !name.startsWith('.'))
          .sort()
          .flatMap((name) =>
            readFileSync(join(`${own}-out`, name), 'utf8')
              .split('\n')
              .slice(0, -1),
          ),
      allow: (allowed) => writeFileSync(go, String(allowed)),
    };
  };

  for (const store of ['log', 'level']) {
    it(`is exact after kill -9, again and again, in a store of the kind ${store}`, async () => {
      const { args, rows, allow } = fresh();
      for (const [at, allowed] of [90, 91, 200, 310].entries()) {
        allow(allowed);
        const run = startBeamRun([...args, `--state-store=${store}`, ...(at > 0 ? ['--resume'] : [])], {
          cwd: folder.path,
        });
        await run.seen(`seen ${allowed - 1}\n`);
        run.child.kill('SIGKILL');
        await run.ended;
      }
      allow(400);
      const last = beamRun([...args, `--state-store=${store}`, '--resume'], { cwd: folder.path });
      expect(last).toMatchObject({ code: 0 });
      expect(rows().sort()).toEqual(meant(400).sort());
    }, 60_000);
  }

  it('stops by Ctrl-C, says how to go on, and does so', async () => {
    const { args, rows, allow } = fresh();
    allow(50);
    const run = startBeamRun(args, { cwd: folder.path });
    await run.seen('seen 49\n');
    run.child.kill('SIGINT');
    const { code, stderr } = await run.ended;
    expect(stderr).toContain('the run is kept: go on with it by --resume');
    expect(code).toBe(130);
    allow(400);
    expect(beamRun([...args, '--resume'], { cwd: folder.path })).toMatchObject({ code: 0 });
    expect(rows().sort()).toEqual(meant(400).sort());
  }, 60_000);

  it('is refused in a folder that holds one, and without one to go on with a run begins', async () => {
    const { args, allow } = fresh();
    allow(400);
    expect(beamRun([...args, '--resume'], { cwd: folder.path })).toMatchObject({ code: 0 });
    const again = beamRun(args, { cwd: folder.path });
    expect(again.code).not.toBe(0);
    expect(again.stderr).toContain('E_STATE_DIR');
    expect(again.stderr).toContain('--resume');
  }, 60_000);

  it('has the folder for itself while it runs', async () => {
    const { args, allow } = fresh();
    allow(10);
    const run = startBeamRun(args, { cwd: folder.path });
    await run.seen('seen 9\n');
    const second = beamRun([...args, '--resume'], { cwd: folder.path });
    expect(second.stderr).toContain('E_STATE_DIR');
    expect(second.code).not.toBe(0);
    run.child.kill('SIGKILL');
    await run.ended;
  }, 60_000);

  it('is told from one of the other kind of store', () => {
    const { args, allow } = fresh();
    allow(400);
    expect(beamRun(args, { cwd: folder.path })).toMatchObject({ code: 0 });
    const other = beamRun([...args, '--resume', '--state-store=level'], { cwd: folder.path });
    expect(other.stderr).toContain('is not kept in LevelDB');
  }, 60_000);

  it('is for the direct runner, and its flags need it', () => {
    const go = ['totals.ts', '--out=x', '--go=y'];
    const { stderr } = beamRun([...go, '--resume'], { cwd: folder.path });
    expect(stderr).toContain('--resume needs a folder in which the run is kept');
    const flink = beamRun([...go, '--runner=flink', '--state-dir=z'], { cwd: folder.path });
    expect(flink.stderr).toContain('--state-dir is for the direct runner; this run is for flink');
    expect(flink.code).toBe(2);
  }, 60_000);
});
