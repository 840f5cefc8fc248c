import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder within a state directory that LevelDB has. */
export const LEVEL_FOLDER = 'level';

/** Whether a state directory is kept in LevelDB. */
export const holdsLevelStore = (folder: string): boolean => existsSync(join(folder, LEVEL_FOLDER));
