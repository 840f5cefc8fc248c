/**
 * Three pipelines on one Flink behind one job server, each in this SDK, in Python's and in Java's, with workers in the
 * process that submits: word count (batch), a stage that returns 100-character strings (batch), and counters in state
 * (streaming, bundles of 1000). Shows for each the seconds until the job has ended, the processor seconds (user and
 * system, all threads) that the process of the worker has used in them, without its startup, and those of the whole
 * process (process cpu s). The aims are compared with those without startup. All are medians; who takes longer than
 * 5 minutes for a run is run once.
 *
 * `ours` is in a Node that begins with a larger heap (--initial-heap-size=128), as `beam-run` and the workers that it
 * starts do; `plain` is in a Node without it, as when a program of yours runs a pipeline: messages lie outside of the
 * heap, and V8 marks a small one anew whenever some tens of megabytes of them have come.
 *
 * The processor seconds are of all stages: identity writes its elements twice and reads them twice (made, shuffled,
 * returned, shuffled, counted); state writes and reads them once and reads and writes a cell for each. All three must
 * count the same.
 *
 *     node test/bench/flink.mjs [--elements=4000000] [--only=wordcount,identity,state] [--sdks=ours,plain,python,java] [--runs=3]
 *
 * The first use fetches Flink, apache-beam and Java's SDK into the cache of `beam-run services`. PYTHON names another
 * interpreter that has apache-beam.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { JobServer } from '@hornbeam/flink';
import { findMaven, flinkParts } from '@hornbeam/services';
import { rounded } from './measure.mjs';

const PYTHON_BEAM = 'apache-beam==2.77.0';

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    elements: { type: 'string', default: '4000000' },
    only: { type: 'string', default: 'wordcount,identity,state' },
    sdks: { type: 'string', default: 'ours,plain,python,java' },
    runs: { type: 'string', default: '3' },
  },
});
const elements = Number(values.elements);
const runs = Number(values.runs);
/** Who takes longer is not run again. */
const SLOW_SECONDS = 300;
const UNITS = { s: 'seconds', 'cpu s': 'cpuSeconds', 'process cpu s': 'processCpuSeconds' };
const AIMS = {
  wordcount: { python: 0.15 },
  identity: { python: 0.3, java: 0.65 },
  state: { python: 0.2 },
};

const scratch = mkdtempSync(join(tmpdir(), 'hornbeam-bench-'));
const parts = await flinkParts({ report: (what) => console.error(`${what} …`) });
const exec = promisify(execFile);

const words = join(scratch, 'words.txt');
const book = readFileSync(join(here, '../../pipelines/data/moby-dick.txt'));
writeFileSync(words, Buffer.concat(Array.from({ length: 10 }, () => book)));
const inputs = { wordcount: words, identity: String(elements), state: String(elements / 4) };

const ours = (job, which, mode) => [join(here, 'flink/pipelines.mjs'), job, mode, which, inputs[which]];
const programs = {
  ours: (job) => (which, mode) => [process.execPath, ['--initial-heap-size=128', ...ours(job, which, mode)]],
  plain: (job) => (which, mode) => [process.execPath, ours(job, which, mode)],
  python: async (job) => {
    const python = process.env.PYTHON ?? (await pythonWithBeam());
    return (which, mode) => [
      python,
      [
        join(here, 'flink/pipelines.py'),
        ...[which, inputs[which], '--runner=PortableRunner', `--job_endpoint=${job}`],
        ...['--environment_type=LOOPBACK', '--parallelism=1', '--experiments=state_cache_size=100'],
        ...(mode === 'streaming' ? ['--streaming', '--max_bundle_size=1000'] : []),
      ],
    ];
  },
  java: async (job) => {
    const dir = await javaPipelines();
    return (which, mode) => [
      parts.java.path,
      [
        ...['-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp'],
        ...[`${join(dir, 'pipelines.jar')}:${join(dir, 'jars')}/*`, 'hornbeam.bench.Pipelines'],
        ...[which, inputs[which], '--runner=PortableRunner', `--jobEndpoint=${job}`],
        // The worker is here, so nothing need be sent; with no file named it would send the class path.
        ...['--defaultEnvironmentType=LOOPBACK', `--filesToStage=${join(dir, 'pom.xml')}`],
        // Flink takes 100 messages of a bundle before its end, and Java's worker waits for ever with the next: 16 MB each.
        ...['--parallelism=1', '--experiments=state_cache_size=100,data_buffer_size_limit=16777216'],
        ...(mode === 'streaming' ? ['--streaming=true', '--maxBundleSize=1000'] : []),
      ],
    ];
  },
};

const figures = {};
const ratios = {};
const server = await JobServer.start({
  ...{ flinkMaster: '[local]', dir: join(scratch, 'job-server'), jar: parts.jars, flinkHome: parts.home },
  ...{ java: parts.java, heap: 6000, cache: parts.cache },
});
try {
  const contenders = [];
  for (const sdk of values.sdks.split(',')) {
    contenders.push([sdk, await programs[sdk](server.endpoint)]);
  }
  for (const which of values.only.split(',')) {
    const times = Object.fromEntries(contenders.map(([sdk]) => [sdk, []]));
    const mode = which === 'state' ? 'streaming' : 'batch';
    let answer;
    for (let run = 0; run < runs; run++) {
      for (const [sdk, command] of contenders) {
        if (times[sdk].some(({ seconds }) => seconds > SLOW_SECONDS)) continue;
        const { stdout, stderr } = await exec(...command(which, mode), { maxBuffer: 2 ** 26 });
        const { state, elements, check, ...took } = JSON.parse(stdout.trim().split('\n').at(-1));
        console.error(`${which} ${sdk}: ${JSON.stringify({ state, elements, check, ...took })}`);
        if (state !== 'DONE') throw new Error(`${which} of ${sdk} ended ${state}\n${stderr}`);
        answer ??= `${elements} ${check}`;
        if (answer !== `${elements} ${check}`) throw new Error(`${which}: ${sdk} counted otherwise`);
        times[sdk].push(took);
      }
    }
    for (const [sdk] of contenders) {
      for (const [unit, field] of Object.entries(UNITS)) {
        figures[`${which} ${sdk} ${unit}`] = rounded(median(times[sdk].map((took) => took[field])));
      }
    }
    figures[`${which} runs`] = Object.fromEntries(contenders.map(([sdk]) => [sdk, times[sdk].length]));
    for (const own of ['ours', 'plain'].filter((sdk) => times[sdk] !== undefined)) {
      for (const sdk of ['python', 'java'].filter((sdk) => times[sdk] !== undefined)) {
        for (const unit of Object.keys(UNITS)) {
          ratios[`${which} ${own}/${sdk} ${unit}`] = rounded(
            figures[`${which} ${own} ${unit}`] / figures[`${which} ${sdk} ${unit}`],
          );
        }
        if (own === 'plain') continue;
        if (sdk === 'java')
          console.log(`${which}: ${ratios[`${which} ours/java s`]} of java's wall time, aim 1`);
        const aim = AIMS[which][sdk];
        if (aim === undefined) continue;
        console.log(
          `${which}: ${ratios[`${which} ours/${sdk} cpu s`]} of ${sdk}'s processor time, aim ${aim}`,
        );
      }
    }
  }
} finally {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
console.log(JSON.stringify({ bench: 'flink', ratios, figures }));

function median(list) {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
}

/** A virtual environment in the cache. @returns its interpreter */
async function pythonWithBeam() {
  const dir = await parts.cache.entry('bench-python-2.77.0', async (made) => {
    console.error('fetching apache-beam for Python …');
    await exec('python3', ['-m', 'venv', made]);
    await exec(join(made, 'bin/python'), ['-m', 'pip', 'install', '--quiet', PYTHON_BEAM], {
      maxBuffer: 2 ** 26,
    });
  });
  return join(dir, 'bin/python');
}

/** The pipelines in Java, built. @returns a folder with pipelines.jar and jars/ */
function javaPipelines() {
  const hash = createHash('sha256');
  for (const file of ['pom.xml', 'src/main/java/hornbeam/bench/Pipelines.java']) {
    hash.update(readFileSync(join(here, 'flink/java', file)));
  }
  return parts.cache.entry(`bench-java-${hash.digest('hex').slice(0, 12)}`, async (made) => {
    console.error('building the pipelines in Java …');
    cpSync(join(here, 'flink/java'), made, { recursive: true });
    await exec(findMaven(), ['-q', '-B', '-f', join(made, 'pom.xml'), 'package'], { maxBuffer: 2 ** 26 });
    cpSync(join(made, 'target/jars'), join(made, 'jars'), { recursive: true });
    cpSync(join(made, 'target/pipelines.jar'), join(made, 'pipelines.jar'));
  });
}
