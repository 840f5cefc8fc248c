/** What the compiler says about usual mistakes: it must speak of the step that was meant, before all others. */
import { expect, test } from 'vitest';
import { typeErrors } from './blocks-program.js';

const declared = `
import { type PCollection, valueState } from '@hornbeam/sdk';
declare const numbers: PCollection<number>;
`;

/** The mistake, and what its error must begin with, apart from the line that counts overloads. */
const mistakes: readonly (readonly [name: string, code: string, message: RegExp])[] = [
  [
    'a callback of other elements',
    'numbers.parDo({ process: (text: string) => [text.length] });',
    /^(.*No overload.*\n)?.*'\(fn: DoFn<number, [^\n]*\n[^\n]*\(element: number, ctx: ProcessContext</,
  ],
  [
    'a name written wrong',
    'numbers.parDo({ proces: (n: number) => [n] });',
    /^(.*No overload.*\n)?.*'\(fn: DoFn<number, [^\n]*\n[^\n]*Did you mean to write 'process'/,
  ],
  [
    'state of elements without keys',
    'numbers.parDo({ uses: { last: valueState<number>() }, process: (n) => [n] });',
    /^(.*No overload.*\n)?.*'\(fn: DoFn<number, [^\n]*\n[^\n]*call \.keyBy\(\(element\) => …\) first/,
  ],
  [
    'a callback of map of other elements',
    'numbers.map((text: string) => text.length);',
    /^.*not assignable to parameter of type '\(element: number, ctx: CallbackContext</,
  ],
  [
    'a condition on other elements',
    "numbers.filter((text: string) => text.includes('a'));",
    /'\(element: number, ctx: CallbackContext</,
  ],
];

const errors = typeErrors(new Map(mistakes.map(([name, code]) => [`${name}.ts`, declared + code])));

test.each(mistakes)('%s is explained by the step that was meant', (name, _code, message) => {
  expect(errors.get(`${name}.ts`)?.[0]).toMatch(message);
});
