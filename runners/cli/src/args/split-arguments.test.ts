import { describe, expect, it } from 'vitest';
import type { DeclaredOption, DeclaredOptions } from './declared-options.js';
import { type FlagShape, splitArguments } from './split-arguments.js';

const flags: FlagShape[] = [
  { long: 'runner', short: 'r', takesValue: true },
  { long: 'json', short: undefined, takesValue: false },
  { long: 'verbose', short: 'v', takesValue: false },
  { long: 'output', short: undefined, takesValue: true },
  { long: 'job-name', short: undefined, takesValue: true },
];

const option = (name: string, ...types: string[]): DeclaredOption => ({
  name,
  types,
  itemTypes: [],
  choices: undefined,
  fallback: undefined,
  required: false,
  description: undefined,
});

const declared: DeclaredOptions = {
  open: false,
  list: [
    option('inputFile', 'string'),
    option('output', 'string'),
    option('top', 'integer'),
    option('dry', 'boolean'),
  ],
};
const open: DeclaredOptions = { open: true, list: [] };

function split(text: string, options = declared) {
  const { own, given } = splitArguments(text === '' ? [] : text.split(' '), flags, options);
  return { own, given: Object.fromEntries(given) };
}

describe('what follows the file', () => {
  it('goes to the pipeline where it declares the name, else to the command', () => {
    expect(split('--runner direct --input-file a.txt --json --top=3')).toEqual({
      own: ['--runner', 'direct', '--json'],
      given: { inputFile: ['a.txt'], top: ['3'] },
    });
  });

  it('may be spelt as Java and Python users are used to', () => {
    expect(split('--inputFile a --jobName=x')).toEqual({
      own: ['--job-name=x'],
      given: { inputFile: ['a'] },
    });
    expect(split('--input_file=b --job_name y').given).toEqual({ inputFile: ['b'] });
  });

  it('belongs to the pipeline where both have the name', () => {
    expect(split('--output=counts')).toEqual({ own: [], given: { output: ['counts'] } });
  });

  it('is all the pipeline’s behind two dashes', () => {
    expect(split('--json -- --json 1', open)).toEqual({ own: ['--json'], given: { json: ['1'] } });
    expect(() => split('-- --runner direct')).toThrow(/has a flag --runner/);
  });

  it('has flags without a value, negated ones, and values that look like flags behind an equals sign', () => {
    expect(split('--dry').given).toEqual({ dry: [true] });
    expect(split('--no-dry').given).toEqual({ dry: [false] });
    expect(split('--dry false --top -3').given).toEqual({ dry: ['false'], top: ['-3'] });
    expect(split('--input-file=--x').given).toEqual({ inputFile: ['--x'] });
    expect(split('--input-file=').given).toEqual({ inputFile: [''] });
  });

  it('keeps every value of an option that is given several times', () => {
    expect(split('--input-file a --inputFile b').given).toEqual({ inputFile: ['a', 'b'] });
  });

  it('takes short flags of the command, alone and together', () => {
    expect(split('-vv -r direct').own).toEqual(['-vv', '-r', 'direct']);
  });

  it('takes any name where the schema does not list them', () => {
    expect(split('--anything x --flag --no-other --runner=r', open)).toEqual({
      own: ['--runner=r'],
      given: { anything: ['x'], flag: [true], other: [false] },
    });
  });

  it.each([
    ['--tpo 3', /flag --tpo/, 'did you mean --top?'],
    ['--jbo-name 3', /flag --jbo-name/, 'did you mean --job-name?'],
    ['-x', /flag -x/, expect.stringContaining('--help')],
    ['--top', /--top needs a value/, expect.stringContaining('<value>')],
    ['--top --dry', /--top needs a value/, expect.anything()],
    ['--runner', /--runner needs a value/, expect.anything()],
    ['stray', /"stray" follows no flag/, expect.stringContaining('quotes')],
  ])('is refused with a hint: %s', (text, message, help) => {
    expect(() => split(text)).toThrow(
      expect.objectContaining({ code: 'E_USAGE', help, message: expect.stringMatching(message) }),
    );
  });
});
