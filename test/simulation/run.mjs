/**
 * Runs seeds of the simulation on two processes; needs the build (`npx tsc -b .ci`).
 *
 *     node test/simulation/run.mjs --seeds=2000 [--from=0]
 *     node test/simulation/run.mjs --seed=17
 *     node test/simulation/run.mjs --durable [--seeds=10000]        runs that are kept, see durable/
 *     node test/simulation/run.mjs --durable --seed=17 [--shrink]
 *     node test/simulation/run.mjs --durable --mutants [--seeds=1000]
 */
import { fork } from 'node:child_process';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const PROCESSES = 2;
/** Within which a seed must come to its end, ms; they take some ms. */
const PATIENCE = 20_000;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string' },
    durable: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    shrink: { type: 'boolean', default: false },
  },
});
const from = whole('from', values.seed ?? values.from, 0);
const count = values.seed === undefined ? whole('seeds', values.seeds, 1) : 1;

if ((values.mutants || values.shrink) && !values.durable) {
  console.error('--mutants and --shrink need --durable.');
  process.exit(2);
}
if (process.send !== undefined) await work();
else if (values.mutants) await plantAll();
else if (values.seed !== undefined) await replay();
else await all();

function whole(name, text, least) {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least) return number;
  console.error(`--${name} must be a whole number from ${least} on, not ${text}.`);
  process.exit(2);
}

/** Runs a seed: what is wrong with it. */
async function simulator() {
  register('./typescript-loader.mjs', import.meta.url);
  const simulate = values.durable ? await durableSimulator() : (await import('./simulate.ts')).simulate;
  return async (seed, settings) => {
    try {
      return await simulate(seed, settings);
    } catch (thrown) {
      return [thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)];
    }
  };
}

async function durableSimulator() {
  const { simulateDurable } = await import('./durable/simulate-durable.ts');
  return async (seed, settings) => {
    const { problems, hash, lives } = await simulateDurable(seed, settings);
    if (values.seed !== undefined) console.log(`seed ${seed}: ${lives} lives, trace ${hash}`);
    return problems;
  };
}

/** A worker: it says how each seed that it is given went, until there are no more. */
async function work() {
  const simulate = await simulator();
  process.on('message', async (seed) => process.send({ seed, problems: await simulate(seed) }));
  process.send({});
}

async function replay() {
  const problems = await (await simulator())(from);
  if (problems.length === 0) {
    console.log(`seed ${from} passes`);
    return;
  }
  console.log(JSON.stringify(await scenario(), null, 1));
  report(from, problems);
  process.exitCode = 1;
  if (!values.shrink) return;
  const { shrink } = await import('./durable/shrink.ts');
  const { settings, problems: fewer, from: before, to } = await shrink(from);
  console.log(`the smallest that was found, with ${to} of ${before} elements:`);
  console.log(JSON.stringify(settings, null, 1));
  for (const problem of fewer.slice(0, 10)) console.log(`  ${problem}`);
}

async function scenario() {
  if (values.durable) return (await import('./durable/simulate-durable.ts')).durableScenario(from);
  return (await import('./scenario.ts')).scenarioOf(from);
}

/** Says of each planted bug which seed finds it first. */
async function plantAll() {
  const simulate = await simulator();
  const { mutants } = await import('./durable/mutants.ts');
  let found = 0;
  for (const { name, flaws } of mutants) {
    let seed = from;
    let problems = [];
    while (problems.length === 0 && seed < from + count)
      problems = await patiently(simulate(seed++, { flaws }));
    if (problems.length > 0) found++;
    const first = problems[0]?.split('\n')[0] ?? '';
    console.log(
      `${problems.length > 0 ? `seed ${String(seed - 1).padStart(4)}` : 'NOT FOUND'}  ${name}  ${first.slice(0, 80)}`,
    );
  }
  console.log(`${found} of ${mutants.length} planted bugs found within ${count} seeds`);
  process.exit(found === mutants.length ? 0 : 1);
}

/** A bug may also make a run wait for ever. */
function patiently(problems) {
  let timer;
  const tooLong = new Promise((resolve) => {
    timer = setTimeout(() => resolve(['it does not come to its end']), PATIENCE);
  });
  return Promise.race([problems, tooLong]).finally(() => clearTimeout(timer));
}

function report(seed, problems) {
  console.log(
    `seed ${seed} fails; replay: node test/simulation/run.mjs${values.durable ? ' --durable' : ''} --seed=${seed}`,
  );
  for (const problem of problems.slice(0, 10)) console.log(`  ${problem}`);
}

async function all() {
  const startedAt = performance.now();
  const end = from + count;
  let next = from;
  let done = 0;
  const failed = [];
  const one = () =>
    new Promise((resolve) => {
      const worker = fork(fileURLToPath(import.meta.url), values.durable ? ['--durable'] : [], {
        stdio: 'inherit',
      });
      let current;
      let timer;
      worker.on('message', ({ seed, problems }) => {
        if (seed !== undefined) {
          done++;
          if (problems.length > 0) {
            failed.push(seed);
            report(seed, problems);
          }
          if (done % 500 === 0) console.log(`${done} of ${count} seeds`);
        }
        clearTimeout(timer);
        current = next < end ? next++ : undefined;
        if (current === undefined) worker.disconnect();
        else {
          worker.send(current);
          timer = setTimeout(() => worker.kill('SIGKILL'), PATIENCE);
        }
      });
      worker.on('exit', () => {
        clearTimeout(timer);
        if (current === undefined) {
          resolve();
          return;
        }
        done++;
        failed.push(current);
        report(current, ['the process ended before the seed did: a run that waits for ever, or a crash']);
        resolve(one());
      });
    });
  await Promise.all(Array.from({ length: PROCESSES }, one));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const missed = count - done;
  console.log(`${done - failed.length} of ${count} seeds passed, ${failed.length} failed, in ${seconds} s`);
  if (failed.length > 0 || missed > 0) process.exitCode = 1;
}
