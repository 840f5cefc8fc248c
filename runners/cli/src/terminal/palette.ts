import type { Host, Output } from '../host.js';

/** Colours text, or leaves it alone where colours are not wanted. */
export interface Palette {
  readonly enabled: boolean;
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/** A palette of ANSI codes, or of nothing. */
export function palette(enabled: boolean): Palette {
  const style =
    (open: number, close: number) =>
    (text: string): string =>
      enabled && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    enabled,
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    cyan: style(36, 39),
  };
}

/**
 * The palette of an output: the flag of the command line decides, then `NO_COLOR` (https://no-color.org), then
 * `FORCE_COLOR`, then whether a terminal is there that knows colours.
 */
export function paletteFor(output: Output, env: Host['env'], flag?: boolean): Palette {
  if (flag !== undefined) return palette(flag);
  if (env.NO_COLOR) return palette(false);
  if (env.FORCE_COLOR !== undefined) return palette(env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false');
  return palette(output.isTerminal && env.TERM !== 'dumb');
}
