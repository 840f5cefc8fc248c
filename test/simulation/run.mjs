/**
 * Runs seeds of the simulation on two processes; needs the build (`npx tsc -b .ci`).
 *
 *     node test/simulation/run.mjs --seeds=2000 [--from=0]
 *     node test/simulation/run.mjs --seed=17
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
  },
});
const from = whole('from', values.seed ?? values.from, 0);
const count = values.seed === undefined ? whole('seeds', values.seeds, 1) : 1;

if (process.send !== undefined) await work();
else if (values.seed !== undefined) await replay();
else await all();

function whole(name, text, least) {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least) return number;
  console.error(`--${name} must be a whole number from ${least} on, not ${text}.`);
  process.exit(2);
}

async function simulator() {
  register('./typescript-loader.mjs', import.meta.url);
  const { simulate } = await import('./simulate.ts');
  return async (seed) => {
    try {
      return await simulate(seed);
    } catch (thrown) {
      return [thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)];
    }
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
  if (problems.length === 0) console.log(`seed ${from} passes`);
  else {
    register('./typescript-loader.mjs', import.meta.url);
    const { scenarioOf } = await import('./scenario.ts');
    console.log(JSON.stringify(scenarioOf(from), null, 1));
    report(from, problems);
    process.exitCode = 1;
  }
}

function report(seed, problems) {
  console.log(`seed ${seed} fails; replay: node test/simulation/run.mjs --seed=${seed}`);
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
      const worker = fork(fileURLToPath(import.meta.url), [], { stdio: 'inherit' });
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
