import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('memory-scenarios.mjs', import.meta.url));
const build = fileURLToPath(new URL('../../runners/direct/dist/index.js', import.meta.url));

/** The heap of the process, in MiB; the budget of the runner in it is 8 MiB. */
const HEAP = 48;

/** Runs a scenario as users do, on the build; a process that runs out of heap fails. */
async function outcome(scenario: string): Promise<Record<string, number>> {
  expect(existsSync(build), 'the build is missing: npm run build').toBe(true);
  const { stdout } = await promisify(execFile)(process.execPath, [
    `--max-old-space-size=${HEAP}`,
    program,
    scenario,
  ]);
  return JSON.parse(stdout) as Record<string, number>;
}

const MIB = 1024 * 1024;
/** How many texts of a size make so many bytes. */
const texts = (bytes: number, size: number): number => Math.ceil(bytes / size);

describe('in a heap much smaller than its data, the direct runner', { timeout: 60_000 }, () => {
  it('groups values, each group more than four times its budget, readable twice', async () => {
    const { bytes, spilledBytes } = await outcome('groups');
    expect(bytes).toBe(2 * 1000 * texts(80 * MIB, 1000));
    expect(spilledBytes).toBeGreaterThan(60 * MIB);
  });

  it('groups again what comes out of a grouping', async () => {
    expect(await outcome('regroup')).toMatchObject({ elements: texts(80 * MIB, 1000) });
  });

  it('keeps a queue of ten times its budget', async () => {
    const { elements, spilledBytes } = await outcome('queue');
    expect(elements).toBe(texts(80 * MIB, 500));
    expect(spilledBytes).toBeGreaterThan(60 * MIB);
  });

  it('keeps a queue of small elements that all have their own timestamp', async () => {
    const count = texts(12 * MIB, 8);
    expect(await outcome('timestamps')).toMatchObject({ timestamps: (count * (count - 1)) / 2 });
  });

  it('holds up a source that is faster than the step behind it, without disk', async () => {
    expect(await outcome('pressure')).toEqual({ bytes: 4000 * texts(400 * MIB, 4000), spilledBytes: 0 });
  });

  it('combines into lists that are larger than memory together', async () => {
    expect(await outcome('lists')).toMatchObject({ elements: texts(100 * MIB, 1000) });
  });

  it('reads a side input that is larger than memory', async () => {
    expect(await outcome('side')).toMatchObject({ bytes: 2 * 1000 * texts(80 * MIB, 1000) });
  });

  it('counts more keys than memory holds', async () => {
    expect(await outcome('keys')).toMatchObject({ elements: texts(30 * MIB, 100) });
  });
});
