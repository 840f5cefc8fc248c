import { describe, expect, it } from 'vitest';
import { largest, smallest, top } from './index.js';

describe('top, largest and smallest', () => {
  it('refuse a size that is none', () => {
    for (const make of [top<number>, largest<number>, smallest<number>]) {
      for (const n of [0, -3, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(() => make(n)).toThrow(expect.objectContaining({ code: 'E_BAD_ARGUMENT' }));
      }
    }
  });

  it('never hold more than n elements', () => {
    const fn = largest<number>(3);
    let heap = fn.create();
    for (let i = 0; i < 100; i++) {
      heap = fn.add(heap, (i * 37) % 100);
      expect(heap.length).toBeLessThanOrEqual(3);
    }
    expect(fn.extract(fn.merge(heap, heap.slice()))).toEqual([99, 99, 98]);
  });

  it('ask for one comparison per element that is not among the greatest', () => {
    let comparisons = 0;
    const fn = top<number>(10, (a, b) => {
      comparisons++;
      return a - b;
    });
    let heap = fn.create();
    for (let i = 1000; i > 0; i--) {
      if (i === 990) comparisons = 0;
      heap = fn.add(heap, i);
    }
    expect(comparisons).toBe(990);
    expect(fn.extract(heap)).toEqual([1000, 999, 998, 997, 996, 995, 994, 993, 992, 991]);
  });
});
