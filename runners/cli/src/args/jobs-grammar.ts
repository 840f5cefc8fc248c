import { Argument, type Command } from 'commander';

/** What `jobs` can do. */
export const jobsActions = [
  'list',
  'status',
  'metrics',
  'logs',
  'savepoint',
  'stop',
  'drain',
  'cancel',
] as const;

/** What `jobs` is asked for. */
export type JobsAction = (typeof jobsActions)[number];

/** Flags of `jobs`. */
export interface JobsFlags {
  readonly flinkMaster?: string;
  readonly jobEndpoint?: string;
  readonly json?: boolean;
}

/** Adds the arguments and flags of `jobs`. */
export function addJobs(
  command: Command,
  run: (action: JobsAction, id: string | undefined, flags: JobsFlags) => Promise<void>,
): void {
  command
    .addArgument(new Argument('<action>').choices(jobsActions))
    .argument('[id]', 'the job, as list shows it; of runs on this machine also its name')
    .option(
      '--flink-master <host:port>',
      "jobs of a Flink cluster, by its REST API; else this machine's runs",
    )
    .option('--job-endpoint <host:port>', 'jobs of a job service')
    .option('--json', 'print JSON')
    .action((action: JobsAction, id: string | undefined, flags: JobsFlags) => run(action, id, flags));
}
