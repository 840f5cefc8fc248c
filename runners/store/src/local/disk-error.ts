import { BeamError } from '@hornbeam/sdk/model';

/** The code of the system, such as `ENOSPC`; empty when there is none. */
export const codeOf = (thrown: unknown): string =>
  String((thrown as { code?: unknown } | undefined)?.code ?? '');

/** What the codes of the system mean, and what to do. */
const remedies: Readonly<Record<string, readonly [what: string, help: string]>> = {
  ENOSPC: ['the disk is full', 'make room on the disk, then start the run again with --resume'],
  EDQUOT: ['the quota of the disk is used up', 'make room, then start the run again with --resume'],
  EROFS: ['the file system is read-only', 'mount it for writing, or give a directory that can be written to'],
  EACCES: [
    'this user may not',
    'give the user of this process the right to write there, or another directory',
  ],
  EPERM: [
    'this user may not',
    'give the user of this process the right to write there, or another directory',
  ],
  ENOENT: ['the folder is not there', 'check the path of the state directory'],
  ENOTDIR: ['there is a file in its place', 'give the path of a directory'],
  EEXIST: ['there is a file in its place', 'give the path of a directory'],
  EMFILE: ['this process has too many open files', 'raise the limit of open files (ulimit -n)'],
  EIO: [
    'the disk fails',
    'look at the disk, then start the run again with --resume: nothing that was committed is lost',
  ],
};

/** An error of the file system as an `E_DISK` with its remedy. */
export function diskError(path: string, what: string, thrown: unknown): BeamError {
  if (thrown instanceof BeamError) return thrown;
  const [why, help] = remedies[codeOf(thrown)] ?? [
    String((thrown as Error).message),
    'look at the disk, then start again',
  ];
  return new BeamError('E_DISK', `${path}: cannot ${what}: ${why}.`, { path, help, cause: thrown });
}
