import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';

/** How often a waiting process looks again, in milliseconds. */
const LOOK_AGAIN = 200;

/**
 * Runs `work` while no other process on this machine does so under the same lock file.
 *
 * The file names its owner; that of a dead owner is removed. Two processes that remove it at the same moment may both
 * go on: a lock saves doing the work twice, it must not be what makes the work right.
 * @param onWait called once when another process has the lock
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>, onWait?: () => void): Promise<T> {
  let told = false;
  while (!take(file)) {
    const owner = ownerOf(file);
    if (owner !== 'unknown' && (owner === undefined || !isAlive(owner))) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) onWait?.();
    told = true;
    await delay(LOOK_AGAIN);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify(identify(process.pid)), { flag: 'wx' });
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  }
}

/** `unknown`: the file has gone, or its owner has not finished writing it. Undefined: it holds something else. */
function ownerOf(file: string): ProcessIdentity | 'unknown' | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return 'unknown';
  }
  if (text === '') return 'unknown';
  try {
    return JSON.parse(text) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
