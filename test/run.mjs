// `npm test`: lint, type checks, tests. Every step runs even when one before it failed, and the last line
// of the output is the sum: `N passed, N failed, N skipped`, where lint and each type check count as one.
// Arguments go to vitest: `npm test -- sdk/core -t varint`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const tool = {
  biome: join(root, 'node_modules/@biomejs/biome/bin/biome'),
  tsc: join(root, 'node_modules/typescript/bin/tsc'),
  vitest: join(root, 'node_modules/vitest/vitest.mjs'),
};

/** The steps before the tests. The first type check also builds, which the later ones and `beam-run` need. */
const checks = [
  { title: 'format and lint', command: [tool.biome, 'check', '--error-on-warnings', '.'] },
  { title: 'types: build of all packages', command: [tool.tsc, '-b', '.ci'] },
  { title: 'types: unit tests', command: [tool.tsc, '-p', 'test/tsconfig.units.json'] },
  { title: 'types: test', command: [tool.tsc, '-p', 'test'] },
  { title: 'types: pipelines', command: [tool.tsc, '-p', 'pipelines'] },
];

/** Runs a Node program in the repository root with the terminal of this one; its exit code, 1 for a signal. */
function run([program, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

const seconds = (millis) => `${(millis / 1000).toFixed(1)} s`;

async function check({ title, command }) {
  const started = Date.now();
  const passed = (await run(command)) === 0;
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${title} (${seconds(Date.now() - started)})`);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** Counts of a vitest JSON report. A file that failed outside of its tests counts as one failure. */
function count(report, exitCode) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    // Errors outside of any file, such as a rejected promise that nobody awaited, show in the exit code only.
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function printSlowest(report) {
  const files = report.testResults
    .map(({ name, startTime, endTime }) => ({ name: relative(root, name), millis: endTime - startTime }))
    .sort((a, b) => b.millis - a.millis);
  if (files.length > 5) console.log('slowest files:');
  for (const { name, millis } of files.slice(0, files.length > 5 ? 5 : 0)) {
    console.log(`  ${seconds(millis).padStart(8)}  ${name}`);
  }
}

async function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const exitCode = await run([
      tool.vitest,
      'run',
      '--config',
      'test/vitest.config.ts',
      ...reporters,
      ...args,
    ]);
    const report = JSON.parse(readFileSync(file, 'utf8'));
    printSlowest(report);
    return count(report, exitCode);
  } catch (error) {
    console.error(`the tests did not run to their end: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const results = [];
for (const each of checks) results.push(await check(each));
results.push(await runTests(process.argv.slice(2)));

const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
// Not process.exit(): the last line must reach a pipe before the process ends.
process.exitCode = sum('failed') === 0 ? 0 : 1;
