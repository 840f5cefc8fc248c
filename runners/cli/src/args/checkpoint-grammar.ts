import { BeamError } from '@hornbeam/sdk/model';
import { Argument, type Command, Option } from 'commander';

/** What `checkpoint` can do. */
export const checkpointActions = ['ls', 'show', 'diff', 'verify', 'export'] as const;

/** What `checkpoint` is asked for. */
export type CheckpointAction = (typeof checkpointActions)[number];

/** Flags of `checkpoint`. */
export interface CheckpointFlags {
  readonly epoch?: number;
  readonly from?: number;
  readonly to?: number;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** Adds the arguments and flags of `checkpoint`. */
export function addCheckpoint(
  command: Command,
  run: (action: CheckpointAction, folder: string, flags: CheckpointFlags) => Promise<void>,
): void {
  command
    .addArgument(new Argument('<action>').choices(checkpointActions))
    .argument('<folder>', 'what the run had as --state-dir; it may be running')
    .addOption(epoch('--epoch <number>', 'show, export: the epoch to look at (default: the last)'))
    .addOption(epoch('--from <number>', 'diff: the earlier epoch (default: the oldest that is there)'))
    .addOption(epoch('--to <number>', 'diff: the later epoch (default: the last)'))
    .option('--all', 'ls: every epoch, diff: every key; else those that are left out are counted')
    .option('--json', 'print JSON; export always does')
    .action((action: CheckpointAction, folder: string, flags: CheckpointFlags) => run(action, folder, flags));
}

function epoch(flags: string, about: string): Option {
  return new Option(flags, about).argParser((text) => {
    if (/^\d{1,15}$/.test(text) && Number(text) > 0) return Number(text);
    throw new BeamError('E_USAGE', `${flags.split(' ')[0]} cannot be "${text}".`, {
      help: 'give the number of an epoch; beam-run checkpoint ls lists them',
    });
  });
}
