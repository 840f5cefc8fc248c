import { BeamError } from '@hornbeam/sdk/model';
import { type DeclaredOptions, findOption } from './declared-options.js';
import { kebab, nearest } from './spelling.js';

/** A flag of the command itself, as far as telling it from the pipeline's needs it. */
export interface FlagShape {
  /** Kebab-case, without dashes. */
  readonly long: string;
  /** One letter, without the dash. */
  readonly short: string | undefined;
  readonly takesValue: boolean;
}

/** An option of the pipeline as it was given, each time it was; `true` and `false` for flags without a value. */
export type GivenOptions = ReadonlyMap<string, readonly (string | boolean)[]>;

/** What follows the file on the command line, sorted by who it is for. */
export interface SplitArguments {
  /** For the command: tokens that it parses itself. */
  readonly own: readonly string[];
  /** For the pipeline, under the name that the pipeline uses, or as it was spelt when it declares none. */
  readonly given: GivenOptions;
}

/**
 * Sorts what follows the file. A name that the pipeline declares is the pipeline's, even where the command has
 * a flag of that name: the command's own flags can stand before the file. After `--` all is the pipeline's.
 * @throws BeamError `E_USAGE` for a flag that nobody knows, a value that is missing, a word that is no flag
 */
export function splitArguments(
  tokens: readonly string[],
  flags: readonly FlagShape[],
  options: DeclaredOptions,
): SplitArguments {
  return new Splitter(tokens, flags, options).split();
}

class Splitter {
  private readonly tokens: readonly string[];
  private readonly flags: readonly FlagShape[];
  private readonly options: DeclaredOptions;
  private readonly own: string[] = [];
  private readonly given = new Map<string, (string | boolean)[]>();
  private at = 0;
  private onlyPipeline = false;

  constructor(tokens: readonly string[], flags: readonly FlagShape[], options: DeclaredOptions) {
    this.tokens = tokens;
    this.flags = flags;
    this.options = options;
  }

  split(): SplitArguments {
    while (this.at < this.tokens.length) {
      const token = this.tokens[this.at++] as string;
      if (token === '--') this.onlyPipeline = true;
      else if (/^--[^-]/.test(token)) this.long(token);
      else if (/^-[A-Za-z]/.test(token)) this.short(token);
      else throw stray(token);
    }
    return { own: this.own, given: this.given };
  }

  private long(token: string): void {
    const equals = token.indexOf('=');
    const name = token.slice(2, equals < 0 ? undefined : equals);
    const value = equals < 0 ? undefined : token.slice(equals + 1);
    if (this.toPipeline(name, value) || this.toCommand(name, value)) return;
    if (!this.options.open) throw this.unknown(name);
    if (value !== undefined) this.add(name, value);
    else if (/^no-/i.test(name)) this.add(name.slice(3), false);
    else this.add(name, this.isValue(this.tokens[this.at]) ? (this.tokens[this.at++] as string) : true);
  }

  /** Takes the flag if the pipeline declares it. */
  private toPipeline(name: string, value: string | undefined): boolean {
    const option = findOption(this.options, name);
    if (option === undefined) {
      const negated = /^no-/i.test(name) ? findOption(this.options, name.slice(3)) : undefined;
      if (negated === undefined || value !== undefined || !takesBoolean(negated.types)) return false;
      this.add(negated.name, false);
      return true;
    }
    const next = this.tokens[this.at];
    if (value !== undefined) this.add(option.name, value);
    else if (takesBoolean(option.types)) {
      const isTruth = next === 'true' || next === 'false';
      if (isTruth) this.at++;
      this.add(option.name, isTruth ? next : true);
    } else this.add(option.name, this.value(name));
    return true;
  }

  /** Takes the flag if the command has it; the value, where it needs one, comes along. */
  private toCommand(name: string, value: string | undefined): boolean {
    const spelt = kebab(name);
    const flag = this.onlyPipeline ? undefined : this.flags.find(({ long }) => long === spelt);
    if (flag === undefined) return false;
    this.own.push(value === undefined ? `--${spelt}` : `--${spelt}=${value}`);
    if (value === undefined && flag.takesValue) this.own.push(this.value(name));
    return true;
  }

  private short(token: string): void {
    const letters = [...token.slice(1)];
    const known = letters.map((letter) => this.flags.find(({ short }) => short === letter));
    if (this.onlyPipeline || known[0] === undefined) throw this.unknown(token.slice(1), '-');
    this.own.push(token);
    if (letters.length === 1 && known[0].takesValue) this.own.push(this.value(token.slice(1), '-'));
  }

  private value(name: string, dashes = '--'): string {
    const next = this.tokens[this.at];
    if (!this.isValue(next)) {
      throw new BeamError('E_USAGE', `${dashes}${name} needs a value.`, {
        help: `write ${dashes}${name} <value>; a value that begins with a dash goes behind =`,
      });
    }
    this.at++;
    return next as string;
  }

  /** Whether a token can be the value of the flag before it: it is there and looks like no flag. */
  private isValue(token: string | undefined): boolean {
    return token !== undefined && (!token.startsWith('-') || token === '-' || /^-[\d.]/.test(token));
  }

  private add(name: string, value: string | boolean): void {
    const values = this.given.get(name);
    if (values === undefined) this.given.set(name, [value]);
    else values.push(value);
  }

  private unknown(name: string, dashes = '--'): BeamError {
    const names = [
      ...this.options.list.map((option) => kebab(option.name)),
      ...this.flags.map(({ long }) => long),
    ];
    const near = nearest(kebab(name), names);
    return new BeamError('E_USAGE', `Neither beam-run nor the pipeline has a flag ${dashes}${name}.`, {
      help:
        near === undefined
          ? 'beam-run <file> --help lists the options of the pipeline and the flags of the command'
          : `did you mean --${near}?`,
    });
  }
}

const takesBoolean = (types: readonly string[]): boolean => types.includes('boolean');

const stray = (token: string): BeamError =>
  new BeamError('E_USAGE', `"${token}" follows no flag.`, {
    help: 'give options of the pipeline as --name value; a pattern such as *.txt needs quotes',
  });
