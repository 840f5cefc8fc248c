import { BeamError } from '../model/errors.js';

/** What to do about the errors of the system that users meet. */
const advice: Readonly<Record<string, string>> = {
  EACCES: 'check the rights of the file and of the folders above it',
  EDQUOT: 'make room or write elsewhere: the quota of this user is used up',
  EISDIR: 'name a file, or the files of the folder by a pattern such as "folder/*"',
  EMFILE: 'raise the limit of open files (ulimit -n)',
  ENOENT: 'check the path; the file may have vanished during the run',
  ENOSPC: 'make room on the disk or write elsewhere, then run again; earlier output is untouched',
  EPERM: 'check the rights of the file and of the folders above it',
  EROFS: 'write to a file system that is not read-only',
};

/**
 * The error of a system call as `E_IO`: what was being done, the path, the system's own words.
 * @param doing such as `read` or `write`
 */
export function ioError(thrown: unknown, doing: string, path: string): BeamError {
  if (thrown instanceof BeamError) return thrown.at({ path });
  const code = systemCode(thrown);
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  const reason = code === 'ENOSPC' ? 'The disk is full' : `Cannot ${doing} "${path}"`;
  const place = code === 'ENOSPC' ? `: cannot ${doing} "${path}" (${words})` : `: ${words}`;
  return new BeamError('E_IO', `${reason}${place}.`, {
    path,
    help: (code !== undefined && advice[code]) || 'check the path and its rights, then run again',
    cause: thrown,
  });
}

/** The system's code of an error, such as `ENOENT`; undefined when it is no error of the system. */
export function systemCode(thrown: unknown): string | undefined {
  if (thrown instanceof BeamError) return systemCode(thrown.cause);
  const code = (thrown as { code?: unknown } | undefined)?.code;
  return thrown instanceof Error && typeof code === 'string' ? code : undefined;
}
