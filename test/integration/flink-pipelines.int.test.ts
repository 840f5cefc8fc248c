import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JobServer } from '@hornbeam/flink';
import { flinkParts } from '@hornbeam/services';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { pathOf, read } from '../tidy/repository.js';
import { beamRun, build } from './beam-run.js';
import { whyNoFlink } from './flink-tools.js';

/**
 * The gallery, as its users run it: without options every pipeline reads its own data, and writes to the folder that it is
 * run in. Only `wordcount/pipeline` is run with options, and below: it shows that no server is needed.
 */
const gallery = [
  'wordcount/minimal',
  'wordcount/debugging',
  'wordcount/demo',
  'daily-financial-report/accounts',
  'daily-financial-report/pipeline',
  'temperature/pipeline',
  'moving-average/minute-prices',
  'moving-average/pipeline',
  'sessions/pipeline',
  'fraud-detection/card-limits',
  'fraud-detection/card-payments',
  'fraud-detection/pipeline',
  'leaderboard/pipeline',
  'mobile-gaming/game-events',
  'mobile-gaming/user-score',
  'mobile-gaming/hourly-team-score',
  'mobile-gaming/leader-board',
  'mobile-gaming/game-stats',
];

const missing = await whyNoFlink();
const dir = mkdtempSync(join(tmpdir(), 'hornbeam-gallery-'));
const table: string[] = [];
let server: JobServer | undefined;

beforeAll(async () => {
  if (missing !== undefined) return;
  build();
  const { cache, java, home, jars } = await flinkParts();
  server = await JobServer.start({
    flinkMaster: '[local]',
    dir: join(dir, 'job-server'),
    jar: jars,
    flinkHome: home,
    java,
    cache,
  });
}, 300_000);

afterAll(async () => {
  process.stderr.write(`${table.join('\n')}\n`);
  await server?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Runs a pipeline in a folder of its own. @returns everything that it printed and wrote, in order */
function linesOf(pipeline: string, runner: string, args: readonly string[] = []): string[] {
  const cwd = join(dir, `${pipeline.replace('/', '-')}-${runner}`);
  mkdirSync(cwd);
  const { code, stdout, stderr } = beamRun([...args, pathOf(`pipelines/${pipeline}.ts`), '-q'], { cwd });
  expect(code, stderr).toBe(0);
  const written = (readdirSync(cwd, { recursive: true }) as string[])
    .map((name) => join(cwd, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'utf8'));
  return [stdout, ...written].flatMap((text) => text.split('\n')).sort();
}

const withKafka = [
  'clicks/pipeline',
  'clicks/send-clicks',
  'fraud-detection/kafka',
  'fraud-detection/send-payments',
];

test('every pipeline of the gallery is run', () => {
  const files = readdirSync(pathOf('pipelines'), { recursive: true }) as string[];
  const pipelines = files
    .filter((file) => file.endsWith('.ts') && /^export default pipeline\(/m.test(read(`pipelines/${file}`)))
    .map((file) => file.slice(0, -'.ts'.length));
  // The one of several languages is run in test/conformance, those with Kafka in kafka-pipelines.int.test.ts.
  const elsewhere = ['cross-language/pipeline', 'wordcount/pipeline', ...withKafka];
  expect(pipelines.sort()).toEqual([...gallery, ...elsewhere].sort());
});

// Only where Java, or what fetches Flink, is missing; the reason is printed.
describe.skipIf(missing !== undefined)('the gallery on a real Flink', { timeout: 120_000 }, () => {
  it.each(gallery)('%s gives what it gives on the direct runner', (pipeline) => {
    const direct = linesOf(pipeline, 'direct');
    const flink = linesOf(pipeline, 'flink', ['--runner=flink', `--job-endpoint=${server!.endpoint}`]);
    table.push(`${pipeline.padEnd(32)} direct ${direct.length} lines, flink ${flink.length} lines`);
    expect(flink).toEqual(direct);
    expect(direct.length).toBeGreaterThan(3);
  });

  it('word count needs no server: one is started for the run, and nothing is left of it', () => {
    const input = pathOf('pipelines/data/moby-dick.txt');
    const args = (output: string): string[] => [
      pathOf('pipelines/wordcount/pipeline.ts'),
      `--input=${input}`,
      `--output=${join(dir, output)}`,
      '-q',
    ];
    for (const [runner, output] of [
      ['direct', 'one'],
      ['flink', 'two'],
    ] as const) {
      const { code, stderr } = beamRun([`--runner=${runner}`, ...args(output)]);
      expect(code, stderr).toBe(0);
    }
    const counts = (output: string): string[] =>
      readdirSync(dir)
        .filter((name) => name.startsWith(`${output}-`))
        .flatMap((name) => readFileSync(join(dir, name), 'utf8').split('\n'))
        .sort();
    expect(counts('two')).toEqual(counts('one'));
    expect(counts('one').length).toBeGreaterThan(16_000);
  });
});
