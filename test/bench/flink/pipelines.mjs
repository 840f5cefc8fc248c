/**
 * The pipelines of the bench in TypeScript's SDK, run by a job server whose workers are in this process. Arguments:
 * the address of the job server, `batch` or `streaming`, which pipeline, and its input (a file, or a number of
 * elements). The last line it prints is JSON.
 */
import { flinkProfile, portablePlan } from '@hornbeam/jobs';
import { Environment, ExternalPayload } from '@hornbeam/proto';
import { JobService } from '@hornbeam/proto/services';
import { buildGraph, pipeline, valueState } from '@hornbeam/sdk';
import { Endpoints, launchHere, WorkerPool } from '@hornbeam/sdk/fn-api';
import { text } from '@hornbeam/sdk/io';
import { toPlan } from '@hornbeam/sdk/translate';

const SEEDS = 40;
const KEYS = 10_000;
// Ten digits follow: a text has 100 characters.
const TEXT = 'x'.repeat(90);
const FIRST = 1_000_000_000;

const [address, mode, which, given] = process.argv.slice(2);
const each = Number(given) / SEEDS;
let elements = 0;
let check = 0;
const seen = (more) => {
  elements++;
  check += more;
};
const seeds = (p) => p.create(Array.from({ length: SEEDS }, (_, seed) => seed));

const pipelines = {
  wordcount: (p) =>
    p
      .read(text(given))
      .flatMap((line) => line.toLowerCase().match(/[a-z']+/g) ?? [])
      .countPerElement()
      .map(({ key, value }) => seen(key.length * Number(value))),
  identity: (p) =>
    seeds(p)
      .flatMap(function* texts(seed) {
        for (let n = 0; n < each; n++) yield TEXT + (FIRST + seed * each + n);
      })
      .reshuffle()
      .map((text) => text)
      .reshuffle()
      .map((text) => seen(text.length)),
  state: (p) =>
    seeds(p)
      .flatMap(function* pairs(seed) {
        for (let n = 0; n < each; n++) {
          const i = seed * each + n;
          yield { key: `key${i % KEYS}`, value: i };
        }
      })
      .parDo({
        name: 'Count',
        uses: { count: valueState() },
        *process(_, { count }) {
          const now = (count.read() ?? 0) + 1;
          count.write(now);
          yield now;
        },
      })
      .map(seen),
};

const plan = toPlan(await buildGraph(pipeline({ name: which }, pipelines[which]), {}));
let failure;
const failed = (error) => {
  failure ??= error;
};
const pool = await WorkerPool.listen({ launch: launchHere({ code: async () => plan, failed }), failed });
const environment = Environment.create({
  urn: 'beam:env:external:v1',
  payload: ExternalPayload.encode({ endpoint: { url: pool.endpoint }, params: {} }).finish(),
  capabilities: [
    ...plan.pipeline.components.environments.typescript.capabilities,
    'beam:protocol:progress_reporting:v1',
    'beam:protocol:multi_core_bundle_processing:v1',
    'beam:protocol:control_request_elements_embedding:v1',
    'beam:protocol:state_caching:v1',
  ],
});
const portable = portablePlan(plan, { profile: flinkProfile, environment });

const endpoints = new Endpoints('bench');
const started = performance.now();
const used = process.cpuUsage();
const options = {
  parallelism: { stringValue: '1' },
  experiments: { listValue: { values: [{ stringValue: 'state_cache_size=100' }] } },
  ...(mode === 'streaming' && {
    streaming: { boolValue: true },
    max_bundle_size: { stringValue: '1000' },
  }),
};
const { preparationId } = await endpoints.call(address, JobService.prepare, {
  jobName: `bench-${which}`,
  pipeline: portable,
  pipelineOptions: {
    fields: Object.fromEntries(
      Object.entries(options).map(([name, value]) => [`beam:option:${name}:v1`, value]),
    ),
  },
});
const { jobId } = await endpoints.call(address, JobService.run, { preparationId, retrievalToken: '' });
const DONE = 3;
const ERROR = 5;
let state;
for await (const { messageResponse, stateResponse } of endpoints.stream(
  address,
  JobService.getMessageStream,
  { jobId },
)) {
  if (stateResponse) state = stateResponse.state;
  if (messageResponse?.importance >= ERROR) console.error(messageResponse.messageText);
}
const { user, system } = process.cpuUsage(used);
const whole = process.cpuUsage();
const seconds = (performance.now() - started) / 1000;
await pool.close();
endpoints.close();
if (failure) throw failure;
console.log(
  JSON.stringify({
    state: state === DONE ? 'DONE' : String(state),
    seconds,
    cpuSeconds: (user + system) / 1e6,
    processCpuSeconds: (whole.user + whole.system) / 1e6,
    elements,
    check,
  }),
);
