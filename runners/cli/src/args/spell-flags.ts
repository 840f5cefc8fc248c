import type { Command } from 'commander';
import { kebab } from './spelling.js';

/**
 * A command line with the command's own flags in the one spelling that its grammar knows: `--jobName` and
 * `--job_name` become `--job-name`. Everything else stays as it is; a pipeline finds its options in any spelling.
 */
export function spellFlags(line: readonly string[], program: Command): string[] {
  const command = program.commands.find((each) => each.name() === line[0]);
  if (command === undefined) return [...line];
  const known = new Set(command.options.map((option) => option.long));
  return line.map((token) => {
    const match = /^--([A-Za-z][\w-]*)(=.*)?$/s.exec(token);
    const spelt = `--${kebab(match?.[1] ?? '')}`;
    return match !== null && known.has(spelt) ? spelt + (match[2] ?? '') : token;
  });
}
