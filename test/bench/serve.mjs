/**
 * The word count of Beam's Python SDK, submitted by its own portable runner with its workers in the submitting process, to
 * `beam-run serve` and to Prism in turn. Shows for each the seconds of the job, from its submission to its end, and the
 * processor seconds (user and system) that the process of the runner has used for it. Medians of interleaved runs.
 *
 *     node test/bench/serve.mjs [--copies=40] [--runs=5]
 *
 * The text is Moby Dick so many times. Aim: at most Prism's seconds. The first use fetches apache-beam and builds Prism.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { PrismService, prismProgram, pythonBeam, ServiceCache } from '@hornbeam/services';
import { rounded } from './measure.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: { copies: { type: 'string', default: '40' }, runs: { type: 'string', default: '5' } },
});
const runs = Number(values.runs);
const exec = promisify(execFile);
const scratch = mkdtempSync(join(tmpdir(), 'hornbeam-bench-'));
const cache = ServiceCache.locate();
const report = (what) => console.error(`${what} …`);
const python = process.env.PYTHON ?? (await pythonBeam({ cache, report }));

const words = join(scratch, 'words.txt');
writeFileSync(words, '');
const book = readFileSync(join(here, '../../pipelines/data/moby-dick.txt'));
for (let copy = 0; copy < Number(values.copies); copy++) appendFileSync(words, book);

const bin = join(here, '../../runners/cli/bin/beam-run.mjs');
const serve = spawn(bin, ['serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
const [line] = await once(serve.stdout, 'data');
const prism = await PrismService.start({ dir: scratch, program: await prismProgram({ cache, report }) });

/** Processor seconds of a process so far; its children are none of the runner's. */
const cpuOf = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

const contenders = {
  ours: { endpoint: /jobs at (\S+)/.exec(String(line))[1], pid: serve.pid },
  prism: { endpoint: prism.endpoint, pid: prism.process.identity.pid },
};
const seconds = { ours: [], prism: [] };
const cpu = { ours: [], prism: [] };
try {
  for (let round = -1; round < runs; round++) {
    const order = Object.keys(contenders);
    if (round % 2 !== 0) order.reverse();
    for (const name of order) {
      const { endpoint, pid } = contenders[name];
      const before = cpuOf(pid);
      const { stdout } = await exec(python, [
        join(here, 'serve/word_count.py'),
        ...[words, join(scratch, `${name}-${round}`)],
        ...['--runner=PortableRunner', `--job_endpoint=${endpoint}`, '--environment_type=LOOPBACK'],
      ]);
      if (round < 0) continue;
      seconds[name].push(Number(stdout.trim()));
      cpu[name].push(cpuOf(pid) - before);
    }
  }
} finally {
  serve.kill('SIGINT');
  await prism.stop();
  rmSync(scratch, { recursive: true, force: true });
}
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const figures = {};
for (const name of Object.keys(contenders)) {
  figures[`${name} s`] = rounded(median(seconds[name]));
  figures[`${name} runner cpu s`] = rounded(median(cpu[name]));
}
figures.runs = runs;
const ratios = {
  'ours/prism s': rounded(median(seconds.ours) / median(seconds.prism)),
  'ours/prism runner cpu s': rounded(median(cpu.ours) / median(cpu.prism)),
};
console.log(`${ratios['ours/prism s']} of Prism's seconds, aim 1`);
console.log(JSON.stringify({ bench: 'serve', ratios, figures }));
