import type { Finding } from '../doctor/finding.js';
import type { Host } from '../host.js';
import { type palette, paletteFor } from '../terminal/palette.js';

/** Looks whether this machine has what pipelines need. @returns 1 when something keeps them from running */
export async function doctorCommand(flags: { readonly json?: boolean }, host: Host): Promise<number> {
  const { examinations } = await import('../doctor/examinations.js');
  const findings: Finding[] = [];
  for (const examine of examinations) findings.push(...(await examine(host)));
  if (flags.json) await host.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
  else await host.stdout.write(textOf(findings, paletteFor(host.stdout, host.env)));
  return findings.some(({ level }) => level === 'fail') ? 1 : 0;
}

function textOf(findings: readonly Finding[], paint: ReturnType<typeof palette>): string {
  const colour = { ok: paint.green, warn: paint.yellow, fail: paint.red };
  const lines = findings.flatMap(({ level, what, fix }) => [
    `${colour[level](level.padEnd(4))}  ${what}`,
    ...(fix === undefined ? [] : [`      ${paint.cyan('fix:')} ${fix}`]),
  ]);
  return `${lines.join('\n')}\n`;
}
