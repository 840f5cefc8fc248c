import { expect, test } from 'vitest';
import { exportsOf, methodsOf } from './declarations.js';

const files: Record<string, string> = {
  '/p/index.d.ts': `
export { sum, type SumOptions, total as grandTotal, } from './sum.js';
export * from './bag.js';
//# sourceMappingURL=index.d.ts.map`,
  '/p/sum.d.ts': `
import type { Fn } from './fn.js';
export interface SumOptions {
    readonly exact: boolean;
}
/**
 * The sum of the {@link Bag}'s elements, e.g. of numbers: 0 of none. It is
 * exact.
 *
 * @example bag.combine(sum)
 */
export declare const sum: Fn<number>;
export declare function total(options?: {
    readonly from: number;
}): Fn<number>;
`,
  '/p/bag.d.ts': `
/** A bag of elements. */
export declare class Bag<T> {
    /** Not a method. */
    readonly size: number;
    constructor(size: number);
    /** Makes one output of each element: any function will do. */
    map<O>(fn: (element: T) => O): Bag<O>;
    /** Puts a name on it. */
    named(name: string): this;
    named(name: symbol): this;
    private hidden;
}`,
};

const all = exportsOf('/p/index.d.ts', (file) => files[file] ?? '');

test('exports are found through every file, under the name that users import', () => {
  expect([...all.keys()].sort()).toEqual(['Bag', 'grandTotal', 'sum']);
});

test('the first sentence of a comment is what is shown', () => {
  expect(all.get('sum')?.about).toBe("The sum of the Bag's elements, e.g. of numbers: 0 of none");
  expect(all.get('grandTotal')?.about).toBe('');
});

test('methods come once each, without fields and constructors', () => {
  const methods = methodsOf(all.get('Bag') ?? { name: '', about: '', signature: '' });
  expect(methods.map(({ name, about }) => [name, about])).toEqual([
    ['map', 'Makes one output of each element: any function will do'],
    ['named', 'Puts a name on it'],
  ]);
});
