import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Pipeline } from '@hornbeam/proto';
import type { CompiledModule, RunOptions } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { fingerprint, type Plan } from '@hornbeam/sdk/translate';

/** Everything that a worker in another process needs to build the graph of a job once more. */
export interface WorkerSpec {
  readonly jobName: string;
  /** The pipeline file, where the job was submitted. */
  readonly file: string;
  /** The folder that relative paths start from, there. */
  readonly cwd: string;
  /** The pipeline file and what it imports. */
  readonly module: CompiledModule;
  /** Options as they were before the pipeline's schema read them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Of the plan that was submitted. */
  readonly fingerprint: string;
  /** The plan that was submitted: a `Pipeline`, to say where another build differs. */
  readonly plan: Uint8Array;
}

/** The parameter of an external environment that holds the spec: base64 of what {@link encodeWorkerSpec} writes. */
export const SPEC_PARAMETER = 'hornbeam_spec';
/** The environment variable that names the file of the spec. */
export const SPEC_VARIABLE = 'HORNBEAM_SPEC';
/** What the file of the spec is called among the files that are staged for a worker. */
export const SPEC_FILE = 'hornbeam-spec.json.gz';

/**
 * The spec of a job.
 * @param reach whether the worker is on this machine, see `PipelineCode`
 * @throws BeamError `E_USAGE` for a pipeline without a file, `E_BUILD` when it cannot be compiled in this way
 */
export async function workerSpec(
  { pipeline }: Plan,
  { jobName, code }: Pick<RunOptions, 'jobName' | 'code'>,
  reach: 'here' | 'anywhere',
): Promise<WorkerSpec> {
  if (code === undefined) {
    throw new BeamError('E_USAGE', 'Workers elsewhere need the file of the pipeline, and none is known.', {
      help: 'run the file with beam-run, or leave user code in this process: the environment loopback',
    });
  }
  const { file, cwd, options } = code;
  return {
    ...{ jobName, file, cwd, options },
    module: await code.module(reach),
    fingerprint: fingerprint(pipeline),
    plan: Pipeline.encode(pipeline).finish(),
  };
}

/** The version of what {@link encodeWorkerSpec} writes. */
const FORMAT = 1;

/**
 * A spec as bytes: gzip of JSON,
 *
 *     { "format": 1, "release": "0.1.0", "spec": { …, "plan": "<base64>" } }
 *
 * where a bigint among the options is `{ "hornbeam:bigint": "123" }`.
 */
export function encodeWorkerSpec(spec: WorkerSpec): Buffer {
  const plan = Buffer.from(spec.plan).toString('base64');
  const text = JSON.stringify({ format: FORMAT, release: release(), spec: { ...spec, plan } }, (_, value) =>
    typeof value === 'bigint' ? { [BIGINT]: String(value) } : value,
  );
  return gzipSync(text);
}

/**
 * The spec that {@link encodeWorkerSpec} wrote.
 * @throws BeamError `E_BAD_PLAN` for other bytes, `E_UNSUPPORTED` for those of another release: graphs that two releases
 *   build need not be the same
 */
export function decodeWorkerSpec(bytes: Uint8Array): WorkerSpec {
  const { format, release: theirs, spec } = parse(bytes);
  const ours = release();
  if (format === FORMAT && theirs === ours) {
    return { ...spec, plan: Buffer.from(spec.plan as unknown as string, 'base64') };
  }
  throw new BeamError(
    'E_UNSUPPORTED',
    `The job was submitted by hornbeam ${theirs}, its worker is ${ours}.`,
    {
      help: 'give the worker and the command that submits the same version',
    },
  );
}

const BIGINT = 'hornbeam:bigint';

interface Envelope {
  readonly format: unknown;
  readonly release: unknown;
  readonly spec: WorkerSpec;
}

function parse(bytes: Uint8Array): Envelope {
  try {
    const envelope: unknown = JSON.parse(gunzipSync(bytes).toString('utf8'), (_, value) =>
      typeof value?.[BIGINT] === 'string' ? BigInt(value[BIGINT]) : value,
    );
    if (typeof (envelope as Partial<Envelope> | null)?.spec === 'object') return envelope as Envelope;
  } catch (thrown) {
    throw notASpec(thrown);
  }
  throw notASpec(undefined);
}

const notASpec = (cause: unknown): BeamError =>
  new BeamError('E_BAD_PLAN', 'What the worker was given as its spec is none, or is damaged.', {
    cause,
    help: 'submit the job again; nothing but beam-run writes such files',
  });

/** The version of this package, which all packages of hornbeam share. */
function release(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
