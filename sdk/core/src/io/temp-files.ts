/**
 * Names of unfinished output files, and whose they are.
 *
 *     .counts.tmp-9f3b21c7-4711-8812345-0b6c…   in the folder of the target `counts`
 *             place     pid  start   uuid
 *
 * `place` stands for a machine, its boot and its set of process numbers; `start` is when the process began. A file
 * is abandoned when its place is ours and no process of that number and start is there: nothing else can be told
 * for certain. Files of other machines, of other containers and from before a restart are left alone.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Characters of the target's name in the name of its unfinished files: names are limited to 255 bytes. */
const NAME_CHARACTERS = 60;

/** A new name, used by nobody, beside the target. Globs without a leading dot do not match it. */
export function tempPath(target: string): string {
  const owner = `${place()}-${process.pid}-${startOf(process.pid) ?? 0}`;
  return join(dirname(target), `${prefix(target)}${owner}-${randomUUID()}`);
}

/** Whether a file of this name is an unfinished output for `target` of a process that is no more. */
export function isAbandoned(name: string, target: string): boolean {
  if (!name.startsWith(prefix(target))) return false;
  const owner = /^([0-9a-f]{8})-(\d+)-(\d+)-[0-9a-f-]{36}$/.exec(name.slice(prefix(target).length));
  if (owner === null || owner[1] !== place()) return false;
  const pid = Number(owner[2]);
  const start = startOf(pid);
  // Where the system does not tell the start, a process of the same number counts as the owner.
  return start === undefined ? !isAlive(pid) : start !== Number(owner[3]);
}

const prefix = (target: string): string => `.${basename(target).slice(0, NAME_CHARACTERS)}.tmp-`;

function place(): string {
  const facts = [hostname(), textOf('/proc/sys/kernel/random/boot_id'), linkOf('/proc/self/ns/pid')];
  return createHash('sha256').update(facts.join('\0')).digest('hex').slice(0, 8);
}

/** When a process began, in clock ticks since boot; undefined when there is none or the system does not say. */
function startOf(pid: number): number | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const start = Number(fields[19]);
  return stat === '' || !Number.isFinite(start) ? undefined : start;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1').trim();
  } catch {
    // Not Linux.
    return '';
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
