import { describe, expect, it } from 'vitest';
import { populationStddev, populationVariance, stddev, variance } from './index.js';

const fold = (values: readonly number[]) =>
  values.reduce((all, value) => variance.add(all, value), variance.create());

describe('variance', () => {
  it('stays accurate when the spread is small beside the mean', () => {
    const values = [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16];
    expect(variance.extract(fold(values))).toBe(30);
    expect(variance.extract(variance.merge(fold(values.slice(0, 1)), fold(values.slice(1))))).toBeCloseTo(
      30,
      6,
    );
  });

  it('of a sample needs two numbers, of a population one', () => {
    expect(variance.extract(fold([5]))).toBeNaN();
    expect(stddev.extract(fold([5]))).toBeNaN();
    expect(populationVariance.extract(fold([5]))).toBe(0);
    expect(populationStddev.extract(fold([]))).toBeNaN();
    expect(stddev.extract(fold([1, 2, 3]))).toBe(1);
  });

  it('does not spoil a large number by merging it with nothing', () => {
    expect(populationVariance.extract(variance.merge(variance.create(), fold([1e200])))).toBe(0);
    expect(populationVariance.extract(variance.merge(fold([1e200]), variance.create()))).toBe(0);
  });
});
