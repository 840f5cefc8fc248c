import { readFileSync } from 'node:fs';
import type { Finding } from './finding.js';

/** Compares a version of Node with the one that the command's package asks for. */
export function examineNode(version: string): Finding {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    engines: { node: string };
  };
  const wanted = engines.node.replace('>=', '');
  if (isAtLeast(version, wanted)) return { level: 'ok', what: `Node ${version}` };
  return {
    level: 'fail',
    what: `Node ${version} is older than ${wanted}`,
    fix: `install Node ${wanted} or newer, from https://nodejs.org or with a version manager`,
  };
}

function isAtLeast(version: string, wanted: string): boolean {
  const [a, b] = [version, wanted].map((text) => text.split('.').map(Number));
  for (let i = 0; i < (b as number[]).length; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
