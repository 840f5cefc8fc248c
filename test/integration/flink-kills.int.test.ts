import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalServices, startLocalServices } from '@hornbeam/flink';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, startBeamRun } from './beam-run.js';
import { whyNoFlink } from './flink-tools.js';

const FIRST_USE = 600_000;
const ELEMENTS = 3000;
const KEYS = 5;
/** At which shares of the results is killed. */
const SHARES = process.env.HORNBEAM_CONTRACT === 'all' ? [0.3, 0.6] : [0.25];

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** What is read of Flink's answers. */
interface RestAnswer {
  readonly jobs: { readonly jid: string; readonly 'start-time': number }[];
  readonly counts: { readonly completed: number; readonly restored: number };
}

// Only where Java, or what fetches Flink, is missing; the reason is printed.
describe.skipIf(await whyNoFlink())('a stream with checkpoints on Flink', { timeout: 180_000 }, () => {
  let dir: string;
  let services: LocalServices;

  beforeAll(async () => {
    build();
    dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
    services = await startLocalServices({ dir: join(dir, 'services'), slots: 4 });
  }, FIRST_USE);

  afterAll(async () => {
    await services?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  /**
   * Elements of a stream are counted in windows, and by state. What is made goes to a file for each process, since
   * killed ones may leave half a line.
   */
  function writePipeline(out: string): string {
    const file = join(dir, 'counts.ts');
    writeFileSync(
      file,
      `import { appendFileSync } from 'node:fs';
import { fixed, pipeline, sum, combiningState } from '@hornbeam/sdk';
import { generate } from '@hornbeam/sdk/io';
const note = (text: string) => appendFileSync(\`${out}/\${process.pid}\`, text + '\\n');
export default pipeline((p) => {
  const numbers = p.read(
    generate({ count: ${ELEMENTS}, rate: 100, element: (n) => n, timestamp: (n) => n * 10 }),
  );
  const keyed = numbers.keyBy((n) => \`key \${n % ${KEYS}}\`);
  keyed
    .windowInto(fixed('1s'))
    .countPerKey()
    .map(({ key, value }, { window }) => note(\`window \${window.start} \${key} \${value}\`))
    .named('Windows');
  keyed
    .parDo({
      name: 'Totals',
      uses: { total: combiningState(sum) },
      process({ key }, { total }): string[] {
        total.add(1);
        return [\`total \${key} \${total.read()}\`];
      },
    })
    .map(note);
});
`,
    );
    return file;
  }

  /** Whole lines that all processes have written; one made again is there once. */
  const linesIn = (out: string): ReadonlySet<string> =>
    new Set(
      readdirSync(out).flatMap((name) => readFileSync(join(out, name), 'utf8').split('\n').slice(0, -1)),
    );

  /** What the stream comes to when every element counts once. */
  const expected = new Set([
    ...Array.from({ length: ELEMENTS / 100 }, (_, window) =>
      Array.from({ length: KEYS }, (_, key) => `window ${window * 1000} key ${key} ${100 / KEYS}`),
    ).flat(),
    ...Array.from({ length: ELEMENTS }, (_, n) => `total key ${n % KEYS} ${Math.floor(n / KEYS) + 1}`),
  ]);

  /** How many checkpoints the newest job has completed, and how often it went on from one. */
  async function checkpoints(): Promise<RestAnswer['counts']> {
    const ask = async (path: string): Promise<RestAnswer> =>
      (await fetch(`http://${services.cluster.endpoint}${path}`)).json() as Promise<RestAnswer>;
    const { jobs } = await ask('/jobs/overview');
    const [newest] = jobs.sort((a, b) => b['start-time'] - a['start-time']);
    return (await ask(`/jobs/${newest!.jid}/checkpoints`)).counts;
  }

  const kills: Readonly<Record<string, (out: string) => Promise<void>>> = {
    'its TaskManager was killed': async () => {
      const [running] = services.cluster.processes.filter(({ name }) => name.startsWith('TaskManager'));
      await services.cluster.killTaskManager(Number(/\d+/.exec(running!.name)?.[0] ?? 0));
      await services.cluster.addTaskManager();
    },
    'its worker was killed': async (out) => {
      for (const pid of readdirSync(out).map(Number)) if (isThere(pid)) process.kill(pid, 'SIGKILL');
    },
  };

  test.each(Object.keys(kills))('comes to exact results after %s', async (what) => {
    const out = join(dir, what.replaceAll(' ', '-'));
    mkdirSync(out);
    const { ended } = startBeamRun([
      ...['--runner=flink', `--flink-master=${services.cluster.endpoint}`, '--environment-type=process'],
      ...[`--job-endpoint=${services.jobServer.endpoint}`, '--checkpoint-interval=1s', '--no-color'],
      writePipeline(out),
    ]);
    for (const share of SHARES) {
      await expect.poll(() => linesIn(out).size, { timeout: 120_000 }).toBeGreaterThan(expected.size * share);
      const { completed } = await checkpoints();
      await expect
        .poll(async () => (await checkpoints()).completed, { timeout: 30_000 })
        .toBeGreaterThan(completed);
      await kills[what]!(out);
    }
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('Flink restarts the job');
    expect((await checkpoints()).restored).toBeGreaterThan(0);
    const found = linesIn(out);
    expect([...found].filter((line) => !expected.has(line))).toEqual([]);
    expect([...expected].filter((line) => !found.has(line))).toEqual([]);
  });
});
