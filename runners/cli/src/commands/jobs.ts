import type { JobOperations, JobRow, JobStatus } from '@hornbeam/jobs';
import type { MetricResult, MetricValue } from '@hornbeam/sdk';
import { BeamError } from '@hornbeam/sdk/model';
import type { JobsAction, JobsFlags } from '../args/jobs-grammar.js';
import { serviceAccess } from '../args/remote-settings.js';
import type { Host } from '../host.js';
import { amount, elapsed } from '../terminal/amounts.js';
import { columns } from '../terminal/columns.js';

/** Shows and ends jobs: runs on this machine, jobs of a Flink cluster, jobs of a job service. @returns 0 */
export async function jobsCommand(
  action: JobsAction,
  id: string | undefined,
  flags: JobsFlags,
  host: Host,
): Promise<number> {
  const operations = await operationsFor(flags, host);
  try {
    const { json, text } = await carryOut(action, id, operations);
    await host.stdout.write(flags.json ? `${JSON.stringify(json, null, 2)}\n` : text);
    return 0;
  } finally {
    operations.close();
  }
}

async function operationsFor({ flinkMaster, jobEndpoint }: JobsFlags, host: Host): Promise<JobOperations> {
  if (flinkMaster !== undefined && jobEndpoint !== undefined) {
    throw new BeamError('E_USAGE', 'Jobs are looked for in one place.', {
      help: 'give either --flink-master or --job-endpoint',
    });
  }
  if (flinkMaster !== undefined) return new (await import('@hornbeam/flink')).FlinkOperations(flinkMaster);
  if (jobEndpoint !== undefined) {
    const { ServiceOperations } = await import('@hornbeam/jobs');
    return new ServiceOperations(jobEndpoint, serviceAccess(host.env));
  }
  return new (await import('../jobs/local-jobs.js')).LocalJobs(host.env);
}

/** What a command found out, for programs and for people. */
interface Finding {
  readonly json: unknown;
  readonly text: string;
}

async function carryOut(action: JobsAction, id: string | undefined, all: JobOperations): Promise<Finding> {
  if (action === 'list') {
    const jobs = await all.list();
    return { json: { jobs }, text: listText(jobs) };
  }
  if (id === undefined) {
    throw new BeamError('E_USAGE', `jobs ${action} needs a job.`, {
      help: `write beam-run jobs ${action} <id>; beam-run jobs list shows the ids`,
    });
  }
  switch (action) {
    case 'status': {
      const status = await all.status(id);
      return { json: status, text: statusText(status) };
    }
    case 'metrics': {
      const metrics = await all.metrics(id);
      return { json: { id, metrics }, text: metricsText(metrics) };
    }
    case 'logs': {
      const lines = await all.logs(id);
      return { json: { id, lines }, text: lines.map((line) => `${line.trimEnd()}\n`).join('') };
    }
    case 'savepoint': {
      const savepoint = await all.savepoint(id);
      return { json: { id, savepoint }, text: `${savepoint}\n` };
    }
    case 'stop': {
      const savepoint = await all.stop(id);
      return { json: { id, ended: 'stopped', savepoint }, text: `${savepoint ?? `stopped ${id}`}\n` };
    }
    case 'drain':
      await all.drain(id);
      return { json: { id, ended: 'drained' }, text: `drained ${id}\n` };
    case 'cancel':
      await all.cancel(id);
      return { json: { id, ended: 'cancelled' }, text: `cancelled ${id}\n` };
  }
}

const age = (millis: number | undefined): string => (millis === undefined ? '' : elapsed(millis));

function listText(jobs: readonly JobRow[]): string {
  if (jobs.length === 0) return 'no jobs\n';
  const rows = jobs.map(({ id, name, state, elapsedMillis }) => [id, name, state, age(elapsedMillis)]);
  return `${columns(rows).join('\n')}\n`;
}

function statusText({ id, name, state, elapsedMillis, parts, facts }: JobStatus): string {
  const head = Object.entries({ job: id, name, state, 'has run': age(elapsedMillis), ...facts });
  const rows = parts.map((part) => [
    `  ${part.name}`,
    part.state,
    `${amount(part.elementsIn)} in`,
    `${amount(part.elementsOut)} out`,
  ]);
  const known = head.filter(([, value]) => value !== '').map(([what, value]) => [what, String(value)]);
  return `${[...columns(known), ...(rows.length > 0 ? ['', ...columns(rows)] : [])].join('\n')}\n`;
}

function metricsText(metrics: readonly MetricResult[]): string {
  if (metrics.length === 0) return 'no metrics\n';
  return `${columns(metrics.map(({ step, name, value }) => [step, name, valueText(value)])).join('\n')}\n`;
}

function valueText(value: MetricValue): string {
  switch (value.kind) {
    case 'counter':
    case 'gauge':
      return String(value.value);
    case 'distribution':
      return `${value.count} values from ${value.min} to ${value.max}, sum ${value.sum}`;
    case 'stringSet':
      return value.values.join(', ');
  }
}
