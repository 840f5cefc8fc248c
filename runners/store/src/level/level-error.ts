import { BeamError } from '@hornbeam/sdk/model';
import type { Damage } from '../file-header.js';
import { diskError } from '../local/disk-error.js';
import { LEVEL_FOLDER } from './level-folder.js';

/** What LevelDB says in place of the codes of the system. */
const systemWords: readonly (readonly [words: RegExp, code: string])[] = [
  [/No space left on device/i, 'ENOSPC'],
  [/quota exceeded/i, 'EDQUOT'],
  [/Read-only file system/i, 'EROFS'],
  [/Permission denied/i, 'EACCES'],
  [/Input\/output error/i, 'EIO'],
  [/Too many open files/i, 'EMFILE'],
  [/Not a directory/i, 'ENOTDIR'],
];

/** What LevelDB threw as an error with a remedy. */
export function levelError(folder: string, what: string, thrown: unknown): BeamError {
  if (thrown instanceof BeamError) return thrown;
  const { code, cause, message } = thrown as { code?: string; cause?: unknown; message: string };
  // That a database is not open has the reason for it as its cause.
  if (code === 'LEVEL_DATABASE_NOT_OPEN' && cause !== undefined) return levelError(folder, what, cause);
  if (code === 'LEVEL_LOCKED') {
    return new BeamError('E_STATE_DIR', `${folder} is in use by another process.`, {
      path: folder,
      help: 'end that run first, or give this one a directory of its own',
      cause: thrown,
    });
  }
  if (code === 'LEVEL_CORRUPTION') return levelDamage(folder, message);
  const system = systemWords.find(([words]) => words.test(message))?.[1];
  const path = `${folder}/${LEVEL_FOLDER}`;
  return diskError(
    path,
    what,
    system === undefined ? thrown : Object.assign(new Error(message), { code: system }),
  );
}

/** What is thrown where LevelDB does not give back what it was given. */
export function levelDamage(folder: string, what: string): BeamError {
  const cause: Damage = { file: LEVEL_FOLDER, offset: 0, what, isData: true };
  return new BeamError('E_STATE_DAMAGED', `${folder}/${LEVEL_FOLDER} is damaged: ${what}.`, {
    path: `${folder}/${LEVEL_FOLDER}`,
    help: 'restore the directory from a copy or begin anew in an empty one',
    cause,
  });
}
