import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  PrismService,
  type PrismServiceSettings,
  prismProgram,
  ServerRecord,
  ServiceCache,
} from '@hornbeam/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathOf } from '../tidy/repository.js';
import { beamRun, build, folderWith, startBeamRun } from './beam-run.js';
import { whyNoPrism } from './prism-tools.js';

/** Building it takes a minute or two. */
const FIRST_USE = 600_000;

const wordCount = pathOf('pipelines/wordcount/pipeline.ts');
const input = `--input=${pathOf('pipelines/data/moby-dick.txt')}`;

// Only where what builds Prism is missing; the reason is printed.
describe.skipIf(whyNoPrism())('the runner for Prism', { timeout: 120_000 }, () => {
  let dir: string;

  beforeAll(async () => {
    build();
    dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
    await prismProgram({ cache: ServiceCache.locate() });
  }, FIRST_USE);

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const linesOf = (name: string): string[] =>
    readdirSync(dir)
      .filter((file) => file.startsWith(`${name}-`))
      .flatMap((file) => readFileSync(join(dir, file), 'utf8').trimEnd().split('\n'))
      .sort();

  const leftovers = (): string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith('hornbeam-prism-'));

  test('counts words in a Prism that it starts and ends', () => {
    const before = leftovers();
    expect(beamRun([wordCount, input, `--output=${join(dir, 'direct')}`])).toMatchObject({ code: 0 });
    expect(beamRun(['-r', 'prism', wordCount, input, `--output=${join(dir, 'prism')}`])).toMatchObject({
      code: 0,
    });
    expect(linesOf('prism')).toHaveLength(16_683);
    expect(linesOf('prism')).toEqual(linesOf('direct'));
    expect(leftovers()).toEqual(before);
  });

  test('splits an element that takes long, and nothing of it is lost or there twice', () => {
    const seen = join(dir, 'positions.txt');
    const { path, remove } = folderWith({
      'slow.ts': `import { appendFileSync } from 'node:fs';
import { setTimeout as rest } from 'node:timers/promises';
import { OffsetRangeTracker, offsetRange, pipeline } from '@hornbeam/sdk';
let calls = 0;
export default pipeline((p) => {
  p.create(['a']).parDo({
    bounded: true,
    initial: () => offsetRange(0, 300),
    tracker: (range) => new OffsetRangeTracker(range),
    async process(_, { tracker, emit }) {
      const call = ++calls;
      for (let at = tracker.restriction.from; tracker.tryClaim(at); at++) {
        await rest(10);
        emit(\`\${call} \${at}\`);
      }
    },
  }).map((text) => appendFileSync(${JSON.stringify(seen)}, \`\${text}\\n\`));
});
`,
    });
    try {
      expect(beamRun(['-r', 'prism', join(path, 'slow.ts')])).toMatchObject({ code: 0 });
    } finally {
      remove();
    }
    const lines = readFileSync(seen, 'utf8').trimEnd().split('\n');
    const [calls, positions] = [0, 1].map((part) => lines.map((line) => Number(line.split(' ')[part])));
    expect([...positions!].sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, at) => at));
    expect(new Set(calls).size).toBeGreaterThan(1);
  });

  test('is started for others, shown and ended by beam-run services', () => {
    const place = `--dir=${join(dir, 'service')}`;
    const status = (): { running: boolean; endpoints: Record<string, string> } =>
      JSON.parse(beamRun(['services', 'status', 'prism', place, '--json']).stdout);
    expect(status().running).toBe(false);
    try {
      expect(beamRun(['services', 'up', 'prism', place, '--port=0', '--job-port=0'])).toMatchObject({
        code: 0,
      });
      const { running, endpoints } = status();
      expect(running).toBe(true);
      const at = `--job-endpoint=${endpoints.job}`;
      const run = beamRun(['-r', 'prism', at, wordCount, input, `--output=${join(dir, 'service')}`]);
      expect(run).toMatchObject({ code: 0 });
      expect(linesOf('service')).toHaveLength(16_683);
      expect(status().running).toBe(true);
    } finally {
      beamRun(['services', 'down', 'prism', place]);
    }
    expect(status().running).toBe(false);
  });

  test('is not started twice in one folder', async () => {
    const settings: PrismServiceSettings = {
      dir: join(dir, 'twice'),
      program: await prismProgram({ cache: ServiceCache.locate() }),
    };
    const first = await PrismService.start(settings);
    try {
      await expect(PrismService.start(settings)).rejects.toMatchObject({
        code: 'E_SERVICE',
        message: expect.stringContaining('already runs'),
      });
    } finally {
      await first.stop();
    }
    await (await PrismService.start(settings)).stop();
  });

  test('that is killed ends the run at once', async () => {
    const files = folderWith({
      'waits.ts': `import { pipeline } from '@hornbeam/sdk';
export default pipeline((p) => {
  p.create([1]).map(async () => {
    console.error('in work');
    await new Promise(() => undefined);
  });
});
`,
    });
    const before = leftovers();
    try {
      const run = startBeamRun(['-r', 'prism', join(files.path, 'waits.ts')], { cwd: pathOf('pipelines') });
      await run.seen('in work');
      const [folder = ''] = leftovers().filter((name) => !before.includes(name));
      const [prism] = new ServerRecord(join(tmpdir(), folder)).living();
      process.kill(prism!.pid, 'SIGKILL');
      const { code, stderr, took } = await run.ended;
      expect(code).not.toBe(0);
      expect(stderr).toContain('Prism has ended (by SIGKILL)');
      expect(took).toBeLessThan(20_000);
      // The log of one that died stays.
      rmSync(join(tmpdir(), folder), { recursive: true });
    } finally {
      files.remove();
    }
  });

  test('without Go, and not built yet, says what to install', () => {
    const run = beamRun(['-r', 'prism', wordCount, input, `--output=${join(dir, 'none')}`], {
      env: { HORNBEAM_CACHE: join(dir, 'empty'), PATH: join(dir, 'no-programs') },
    });
    expect(run.code).not.toBe(0);
    expect(run.stderr).toContain('no Go');
  });
});
