import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Finding } from './finding.js';

/** The packages that a pipeline and the command must share. */
const shared = ['@hornbeam/sdk', '@hornbeam/direct', '@hornbeam/proto'];

/**
 * Compares the versions of our packages with each other, and those of the command with those that a project in
 * this folder has.
 */
export function examinePackages(cwd: string): Finding[] {
  const own = createRequire(import.meta.url);
  const project = createRequire(join(cwd, 'index.js'));
  const command = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as Manifest;
  return shared.map((name): Finding => {
    const ours = manifestOf(own, name);
    if (ours === undefined) {
      return { level: 'fail', what: `${name} is missing`, fix: 'install @hornbeam/cli again' };
    }
    if (ours.version !== command.version) {
      return {
        level: 'fail',
        what: `${name} is ${ours.version}, the command is ${command.version}`,
        fix: 'install all @hornbeam packages in the same version',
      };
    }
    const theirs = manifestOf(project, name);
    if (theirs !== undefined && theirs.version !== ours.version) {
      return {
        level: 'warn',
        what: `${name} is ${theirs.version} in this project, but beam-run runs it with ${ours.version}`,
        fix: `install the same version: npm install ${name}@${ours.version}`,
      };
    }
    const copies =
      theirs !== undefined && theirs.path !== ours.path ? ', a second copy of it in this project' : '';
    return { level: 'ok', what: `${name} ${ours.version}${copies}` };
  });
}

interface Manifest {
  readonly version: string;
}

function manifestOf(require: NodeJS.Require, name: string): (Manifest & { path: string }) | undefined {
  try {
    const path = realpathSync(require.resolve(`${name}/package.json`));
    const { version } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    return { version, path };
  } catch {
    return undefined;
  }
}
