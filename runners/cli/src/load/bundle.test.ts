import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bundle } from './bundle.js';

let project: string;
let elsewhere: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'hornbeam-test-')));
  elsewhere = realpathSync(mkdtempSync(join(tmpdir(), 'hornbeam-test-')));
});

afterEach(() => {
  for (const folder of [project, elsewhere]) rmSync(folder, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  }
}

/** What a module prints in a folder where nothing else is. */
function run(code: string): string {
  const file = join(elsewhere, 'module.mjs');
  writeFileSync(file, code);
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  return stdout + stderr;
}

const old = {
  'node_modules/old/package.json': '{ "name": "old", "version": "1.0.0", "main": "main.js" }',
  // The older form of modules, which asks for modules of Node as it goes.
  'node_modules/old/main.js': "exports.join = (...parts) => require('path').join(...parts);",
};

describe('a pipeline file with its packages inside', () => {
  test('runs without the project, also with packages in the older form', async () => {
    write({ ...old, 'p.ts': "import { join } from 'old';\nconsole.log(join('a', 'b') as string);\n" });
    const { code } = await bundle(join(project, 'p.ts'), 'inside');
    rmSync(join(project, 'node_modules'), { recursive: true });
    expect(run(code)).toBe('a/b\n');
  });

  test('leaves our packages to whoever loads it, by their names', async () => {
    write({
      'p.ts':
        "import { pipeline } from '@hornbeam/sdk';\nimport { text } from '@hornbeam/sdk/io';\nconsole.log(pipeline, text);\n",
    });
    const { code } = await bundle(join(project, 'p.ts'), 'inside');
    expect(code).toContain('"hornbeam-package:@hornbeam/sdk"');
    expect(code).toContain('"hornbeam-package:@hornbeam/sdk/io"');
  });

  test('refuses packages with parts that are no JavaScript, with the place', async () => {
    write({
      'node_modules/native/package.json': '{ "name": "native", "version": "1.0.0", "main": "addon.node" }',
      'node_modules/native/addon.node': '\u0000',
      'p.ts': "import native from 'native';\nconsole.log(native);\n",
    });
    await expect(bundle(join(project, 'p.ts'), 'inside')).rejects.toMatchObject({
      code: 'E_BUILD',
      message: expect.stringContaining('.node'),
    });
  });
});

describe.each(['inside', 'outside'] as const)('a pipeline file with its packages %s', (packages) => {
  test('has a map to the lines of the project, wherever it lies', async () => {
    write({ ...old, 'p.ts': "import { join } from 'old';\n\ntype A = string;\n\nthrow join('a', 'b');\n" });
    const { code, map } = await bundle(join(project, 'p.ts'), packages);
    const lines = code.split('\n');
    const line = lines.findIndex((text) => text.startsWith('throw')) + 1;
    expect(originalPositionFor(new TraceMap(map), { line, column: 0 })).toMatchObject({
      source: pathToFileURL(join(project, 'p.ts')).href,
      line: 5,
      column: 0,
    });
  });
});
