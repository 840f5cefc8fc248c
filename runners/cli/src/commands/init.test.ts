import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { templates } from '../init/templates.js';
import { recordingHost } from '../recording-host.fixture.js';
import { type Ask, initCommand } from './init.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const nobody: Ask = () => undefined;
const json = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, any>;

test('every template becomes a whole project without an open placeholder', async () => {
  for (const template of Object.keys(templates)) {
    const host = recordingHost({ cwd });
    expect(await initCommand(template, { template }, host, nobody)).toBe(0);
    const files = readdirSync(join(cwd, template), { recursive: true }) as string[];
    expect(files).toEqual(
      expect.arrayContaining([
        'package.json',
        'tsconfig.json',
        '.gitignore',
        'pipeline.ts',
        'pipeline.test.ts',
        'README.md',
      ]),
    );
    expect(readFileSync(join(cwd, template, 'package.json'), 'utf8')).not.toContain('{{');
    expect(json(join(cwd, template, 'package.json'))).toMatchObject({ name: template, type: 'module' });
    expect(host.texts.stdout).toContain(`cd ${template}\n  npm install\n  npm start`);
  }
});

test('the versions in a new project are those that this repository is tested with', async () => {
  await initCommand('p', {}, recordingHost({ cwd }), nobody);
  const made = json(join(cwd, 'p/package.json'));
  const versionsOf = (manifest: Record<string, any>) => ({
    ...manifest.dependencies,
    ...manifest.devDependencies,
  });
  const cli = json(join(import.meta.dirname, '../../package.json'));
  const root = json(join(import.meta.dirname, '../../../../package.json'));
  const known: Record<string, string> = { ...versionsOf(root), ...versionsOf(cli) };
  for (const [name, version] of Object.entries(versionsOf(made))) {
    if (!name.startsWith('@hornbeam/')) expect(version, name).toBe(known[name]);
  }
});

test('from a checkout the project carries all packages of hornbeam along, which name each other by version', async () => {
  const host = recordingHost({ cwd });
  await initCommand('p', {}, host, nobody);
  const made = json(join(cwd, 'p/package.json'));
  const ours = Object.entries<string>({ ...made.dependencies, ...made.devDependencies }).filter(([name]) =>
    name.startsWith('@hornbeam/'),
  );
  expect(ours.map(([name]) => name).sort()).toEqual(
    [
      ...['cli', 'direct', 'engine', 'expansion', 'flink', 'job-service', 'jobs', 'proto', 'sdk'],
      ...['services', 'store', 'workers'],
    ].map((name) => `@hornbeam/${name}`),
  );
  for (const [name, address] of ours) {
    const archive = join(cwd, 'p', address.replace(/^file:/, ''));
    const read = (...args: string[]) => execFileSync('tar', args, { encoding: 'utf8' });
    const manifest = JSON.parse(read('-xzOf', archive, 'package/package.json')) as Record<string, any>;
    expect(manifest.name).toBe(name);
    expect(JSON.stringify(manifest)).not.toContain('workspace:');
    const paths = read('-tzf', archive).split('\n');
    for (const target of [
      ...Object.values(manifest.exports['.'] as object),
      ...Object.values(manifest.bin ?? {}),
    ]) {
      if (!String(target).includes('/src/')) expect(paths).toContain(`package/${String(target).slice(2)}`);
    }
  }
  expect(host.texts.stdout).toContain('runs from a checkout: vendor/ holds its packages');
});

test('a folder that is not empty stays as it is, unless forced, and then files that exist stay', async () => {
  writeFileSync(join(cwd, 'README.md'), 'mine');
  await expect(initCommand('.', {}, recordingHost({ cwd }), nobody)).rejects.toMatchObject({
    code: 'E_USAGE',
  });
  expect(readdirSync(cwd)).toEqual(['README.md']);
  const host = recordingHost({ cwd });
  await initCommand('.', { force: true }, host, nobody);
  expect(readFileSync(join(cwd, 'README.md'), 'utf8')).toBe('mine');
  expect(host.texts.stdout).toContain('kept     README.md');
  expect(host.texts.stdout).toContain('written  pipeline.ts');
});

test('a person is asked for what the flags leave open', async () => {
  const questions: string[] = [];
  const answers = ['my project', 'report'];
  await initCommand(undefined, {}, recordingHost({ cwd }), async (question) => {
    questions.push(question);
    return answers[questions.length - 1] ?? '';
  });
  expect(questions).toHaveLength(2);
  expect(json(join(cwd, 'my project/package.json')).name).toBe('my-project');
  expect(readFileSync(join(cwd, 'my project/pipeline.ts'), 'utf8')).toContain('byRegion');
});

test('an unknown template is refused with the nearest one', async () => {
  await expect(
    initCommand('p', { template: 'wordcuont' }, recordingHost({ cwd }), nobody),
  ).rejects.toMatchObject({
    code: 'E_USAGE',
    help: 'did you mean wordcount?',
  });
});
