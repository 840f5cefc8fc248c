import { statSync } from 'node:fs';
import type { WorkerSpec } from '@hornbeam/jobs';
import { Pipeline } from '@hornbeam/proto';
import { BeamError } from '@hornbeam/sdk/model';
import { fingerprint, firstDifference, type Plan } from '@hornbeam/sdk/translate';
import { importModule } from '../load/import-module.js';
import { defaultPipeline } from '../load/load-pipeline.js';
import type { StackMapping } from '../load/stack-mapping.js';
import { withOwnPackages } from './own-packages.js';

/**
 * Builds the graph of a job once more and makes sure that it is the one that was submitted. Goes to the folder that the
 * job was submitted in, where it is there, so that relative paths mean the same.
 * @throws BeamError `E_GRAPH_DIFFERS` with the first step that does, and whatever loading and building the file throws
 */
export async function loadWorkerCode(spec: WorkerSpec, mapping: StackMapping): Promise<Plan> {
  if (statSync(spec.cwd, { throwIfNoEntry: false })?.isDirectory()) process.chdir(spec.cwd);
  const code = withOwnPackages(spec.module.code);
  const [exported, { buildGraph }, { toPlan }] = await Promise.all([
    importModule({ ...spec.module, code }, new Map(), mapping),
    import('@hornbeam/sdk'),
    import('@hornbeam/sdk/translate'),
  ]);
  const plan = toPlan(await buildGraph(defaultPipeline(exported, spec.file), spec.options));
  if (fingerprint(plan.pipeline) !== spec.fingerprint) throw differs(spec, plan);
  return plan;
}

function differs({ file, plan: submitted }: WorkerSpec, { pipeline }: Plan): BeamError {
  const difference = firstDifference(Pipeline.decode(submitted), pipeline);
  const { step, callSite } = difference ?? {};
  const what = difference === undefined ? '' : ` ${difference.message}`;
  return new BeamError(
    'E_GRAPH_DIFFERS',
    `The worker built another graph than the one that was submitted.${what}`,
    {
      ...{ step, callSite, path: file },
      help: 'build the same graph each time: without the clock, chance, or variables that the worker does not have',
    },
  );
}
