import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { pathOf } from '../tidy/repository.js';
import { beamRun, build, folderWith } from './beam-run.js';

const head =
  "import { count, pipeline } from '@hornbeam/sdk';\nimport { print, writeText } from '@hornbeam/sdk/io';\n";

const files = {
  'good.ts': `${head}export default pipeline({ name: 'good' }, (p) => { p.create(['a']).countPerElement().write(print()); });\n`,
  'empty.ts': `${head}export default pipeline(() => {});\n`,
  'twice.ts': `${head}export default pipeline((p) => {
  const words = p.create(['a']);
  words.write(writeText('out'));
  words.write(writeText('out'));
});\n`,
  'clock.ts': `${head}let builds = 0;
export default pipeline((p) => { p.create([1]).map((n) => n).named('run ' + builds++).write(print()); });\n`,
  'unread.ts': `${head}export default pipeline((p) => { p.create([{ key: 1, value: 2 }]).combinePerKey(count); });\n`,
};

let folder: ReturnType<typeof folderWith>;
beforeAll(() => {
  build();
  folder = folderWith(files);
}, 120_000);
afterAll(() => folder.remove());

const run = (...args: string[]) => beamRun(args, { cwd: folder.path });

describe('check', () => {
  it('passes what can run and says how large it is', () => {
    const { code, stdout, stderr } = run('check', 'good.ts');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'ok  good.ts  5 steps in 2 stages\n',
      stderr: '',
    });
  });

  it.each([
    ['empty.ts', 'E_BUILD', 'The pipeline has no steps'],
    ['twice.ts', 'E_DUPLICATE_OUTPUT', 'twice.ts:6:9'],
    ['clock.ts', 'E_GRAPH_DIFFERS', 'in step "run 0"'],
  ])('finds what is wrong with %s', (file, errorCode, words) => {
    const { code, stdout } = run('check', file);
    expect(stdout).toContain(`error[${errorCode}]`);
    expect(stdout).toContain(words);
    expect(code).toBe(3);
  });

  it('ends with 2 when a file is not there, whatever the others are', () => {
    const { code, stdout } = run('check', 'nosuch.ts', 'empty.ts');
    expect(stdout).toContain('error[E_NO_PIPELINE]: There is no file "nosuch.ts"');
    expect(stdout).toContain('error[E_BUILD]');
    expect(code).toBe(2);
  });

  it('warns of a grouping that nobody reads', () => {
    const { code, stdout } = run('check', 'unread.ts');
    expect(stdout).toMatch(/^warn {2}unread\.ts/);
    expect(stdout).toContain('nobody reads what this step makes\n  --> unread.ts:3:');
    expect(code).toBe(0);
  });

  it('goes on after a file that fails, and reports all as JSON', () => {
    const { code, stdout } = run('check', 'empty.ts', 'good.ts', '--json');
    expect(JSON.parse(stdout)).toMatchObject([
      { ok: false, errors: [{ code: 'E_BUILD' }] },
      { ok: true, steps: 5, stages: 2, errors: [], warnings: [] },
    ]);
    expect(code).toBe(3);
  });
});

describe('explain', () => {
  it('shows steps and stages', () => {
    const { code, stdout, stderr } = run('explain', 'good.ts');
    expect(stdout).toMatch(/^good: 5 steps in 2 stages\n/);
    expect(stdout).toMatch(/countPerElement\/count +combine count +good\.ts:3/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each([
    ['mermaid', /^flowchart TD\n/],
    ['dot', /^digraph "good" \{\n/],
    ['svg', /^<svg [\s\S]*<\/svg>\n$/],
  ])('draws it as %s', (format, form) => {
    expect(run('explain', 'good.ts', '--format', format).stdout).toMatch(form);
  });

  it('gives the plan of Beam as JSON', () => {
    const { plan, stages, nodes } = JSON.parse(run('explain', '--format=json', 'good.ts').stdout);
    expect(plan.components.transforms['countPerElement/count'].spec.urn).toBe(
      'beam:transform:combine_per_key:v1',
    );
    expect(stages).toHaveLength(2);
    expect(nodes).toHaveLength(5);
  });
});

describe('list', () => {
  it('lists what the packages really export', async () => {
    const { code, stdout } = run('list', '--json');
    expect(code).toBe(0);
    const sections = JSON.parse(stdout) as { title: string; items: { name: string; about: string }[] }[];
    const names = (title: string) =>
      sections.find((section) => section.title.startsWith(title))?.items.map(({ name }) => name) ?? [];
    const sdk = await import('@hornbeam/sdk');
    const io = await import('@hornbeam/sdk/io');
    const methods = Object.getOwnPropertyNames(sdk.PCollection.prototype).filter(
      (name) => name !== 'constructor' && name !== 'wrap',
    );
    expect(names('Methods')).toEqual(methods.sort());
    for (const name of [...names('Sources'), ...names('Sinks')]) expect(io).toHaveProperty(name);
    expect(names('Sources')).toEqual(expect.arrayContaining(['text', 'csv', 'json', 'fromIterable']));
    expect(names('Sinks')).toEqual(expect.arrayContaining(['print', 'writeText', 'writeCsv', 'writeJson']));
    for (const name of [...names('Aggregations'), ...names('Windows')]) expect(sdk).toHaveProperty(name);
    const offered: [title: string, some: string[]][] = [
      ['Triggers', ['afterCount', 'afterWatermark', 'repeatedly']],
      ['State', ['bagState', 'valueState']],
      ['Timers', ['eventTimer', 'processingTimer']],
      ['Splittable steps', ['resume', 'splittable', 'stop']],
      ['Restrictions', ['GrowableOffsetRangeTracker', 'OffsetRangeTracker', 'offsetRange']],
      ['Watermark estimators', ['manualWatermark', 'monotonicWatermark', 'wallClockWatermark']],
    ];
    for (const [title, some] of offered) {
      expect(names(title)).toEqual(expect.arrayContaining(some));
      for (const name of names(title)) expect(sdk).toHaveProperty(name);
    }
    expect(names('Restrictions')).not.toContain('PCollection');
    expect(names('For tests')).toEqual(Object.keys(await import('@hornbeam/sdk/testing')).sort());
    expect(names('Aggregations')).toEqual(
      expect.arrayContaining(['sum', 'mean', 'count', 'top', 'variance']),
    );
    expect(sections.flatMap(({ items }) => items).filter(({ about }) => about === '')).toEqual([]);
  });
});

test('doctor finds nothing wrong here, line by line', () => {
  const { code, stdout } = run('doctor');
  expect(stdout).toContain(`ok    Node ${process.versions.node}`);
  expect(stdout).toMatch(/ok {4}esbuild [\d.]+ compiles TypeScript/);
  expect(stdout).not.toContain('fail');
  expect(code).toBe(0);
});

test('help, version and a missing file', () => {
  const help = run('--help');
  expect(help.stdout).toContain('Commands:');
  expect(help.code).toBe(0);
  const { version } = JSON.parse(readFileSync(pathOf('runners/cli/package.json'), 'utf8')) as {
    version: string;
  };
  expect(run('--version').stdout).toBe(`${version}\n`);
  const nothing = run();
  expect(nothing.stderr).toContain('Usage: beam-run');
  expect(nothing.code).toBe(2);
  expect(run('check').stderr).toContain('No pipeline file was given');
});

describe('init', () => {
  it.each([
    ['wordcount', ['--top=2', '--output=csv'], "word,count\nto,4\nsummer's,2\n"],
    ['report', [], ''],
  ])(
    'makes a %s project that runs before anything is installed, and passes its types',
    (template, args, printed) => {
      const made = folderWith({});
      try {
        const cwd = join(made.path, 'new project');
        expect(beamRun(['init', cwd, '--template', template]).code).toBe(0);
        const { code, stdout, stderr } = beamRun(['pipeline.ts', ...args], { cwd });
        expect(code, stderr).toBe(0);
        if (printed !== '') expect(stdout.split('\n')[0]).toBe(printed.split('\n')[0]);
        if (template === 'report') {
          expect(readFileSync(join(cwd, 'out/report.csv'), 'utf8')).toBe(
            'region,sales,turnover\nnorth,3,577.00\nsouth,2,528.00\nwest,1,49.00\n',
          );
        }
        expect(beamRun(['check', 'pipeline.ts'], { cwd }).stdout).toMatch(/^ok/);
        link(cwd);
        const tsc = pathOf('node_modules/typescript/bin/tsc');
        expect(() => execFileSync(process.execPath, [tsc, '-p', cwd], { encoding: 'utf8' })).not.toThrow();
      } finally {
        made.remove();
      }
    },
    60_000,
  );
});

/** What `npm install` would bring. */
function link(project: string): void {
  const packages: Record<string, string> = {
    '@hornbeam/sdk': 'runners/cli/node_modules/@hornbeam/sdk',
    '@hornbeam/direct': 'runners/cli/node_modules/@hornbeam/direct',
    zod: 'runners/cli/node_modules/zod',
    vitest: 'node_modules/vitest',
    '@types/node': 'node_modules/@types/node',
  };
  for (const [name, target] of Object.entries(packages)) {
    mkdirSync(join(project, 'node_modules', name, '..'), { recursive: true });
    symlinkSync(pathOf(target), join(project, 'node_modules', name));
  }
}
