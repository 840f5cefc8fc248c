import { isAbsolute, relative } from 'node:path';
import type { DeclaredOption, DeclaredOptions } from '../args/declared-options.js';
import type { FileInvocation } from '../args/program.js';
import { kebab } from '../args/spelling.js';
import type { LoadedPipeline } from '../load/load-pipeline.js';
import { columns } from '../terminal/columns.js';
import type { Palette } from '../terminal/palette.js';

/** The help of one pipeline: its options with types, defaults and descriptions, then the flags of the command. */
export function optionsHelp(
  { name, file }: LoadedPipeline,
  options: DeclaredOptions,
  invocation: FileInvocation,
  cwd: string,
  paint: Palette,
): string {
  const short = relative(cwd, file);
  const path = short.startsWith('..') || isAbsolute(short) ? file : short;
  const lines = [
    `Usage: beam-run [flags] ${path}${options.list.length > 0 || options.open ? ' [options]' : ''}`,
    '',
  ];
  if (options.list.length > 0) {
    lines.push(paint.bold(`Options of ${name}:`), ...columns(options.list.map(optionRow)), '');
  }
  if (options.open) {
    lines.push('The schema of the options does not list them all: any --name value is handed to it.', '');
  } else if (options.list.length === 0) {
    lines.push(`${name} has no options.`, '');
  }
  const names = options.list.map((option) => kebab(option.name));
  lines.push(paint.bold('Flags of the command:'), ...invocation.flagHelp(names));
  return `${lines.join('\n')}\n`;
}

function optionRow(option: DeclaredOption): string[] {
  const { description, fallback, required, choices, types } = option;
  const isBoolean = types.length === 1 && types[0] === 'boolean';
  const flag = `  --${isBoolean && fallback === true ? '[no-]' : ''}${kebab(option.name)}`;
  const facts = [
    ...(required ? ['required'] : []),
    ...(fallback === undefined
      ? []
      : [`default: ${typeof fallback === 'string' ? fallback : JSON.stringify(fallback)}`]),
  ];
  const about = [description ?? '', facts.length > 0 ? `(${facts.join(', ')})` : ''].filter(
    (text) => text !== '',
  );
  return [
    `${flag}${isBoolean ? '' : ` <${choices === undefined ? typeText(option) : choices.join('|')}>`}`,
    about.join(' '),
  ];
}

function typeText({ types, itemTypes }: DeclaredOption): string {
  if (types.length === 0) return 'value';
  const named = types.map((type) =>
    type === 'array' ? `${itemTypes.join('|') || 'value'}, repeatable` : type === 'object' ? 'json' : type,
  );
  return named.join('|');
}
