import { it } from 'vitest';
import {
  approximateDistinct,
  count,
  max,
  mean,
  naturalOrder,
  quantiles,
  sample,
  sum,
  top,
  toSet,
  variance,
} from './index.js';

const N = 1e6;
const rnd = (() => {
  let a = 12345;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
})();
it('speed', () => {
  const xs = Array.from({ length: N }, rnd);
  const strs = xs.map((x) => 'user-' + Math.floor(x * 1e6));
  const objs = xs.map((x) => ({ id: Math.floor(x * 1e6), name: 'abc' }));
  const time = (name: string, fn: any, input: any[]) => {
    for (let r = 0; r < 2; r++) {
      let a = fn.create();
      const t = performance.now();
      for (const x of input) a = fn.add(a, x);
      const d = performance.now() - t;
      if (r) console.log(name, ((d * 1e6) / input.length).toFixed(1), 'ns');
    }
  };
  time('count', count, xs);
  time('sum', sum, xs);
  time('mean', mean, xs);
  time('max', max, xs);
  time('variance', variance, xs);
  time('top10', top<number>(10), xs);
  time('sample100', sample(100), xs);
  time('quantiles', quantiles(5), xs);
  time('quantiles.001', quantiles(5, { error: 0.001 }), xs);
  time('distinct num', approximateDistinct(), xs);
  time('distinct str', approximateDistinct(), strs);
  time('distinct obj', approximateDistinct(), objs);
  time('toset', toSet<string>(), strs);
}, 60000);
it('quantile sizes', () => {
  for (const error of [0.005, 0.001])
    for (const [shape, gen] of [
      ['random', () => rnd()],
      ['sorted', (i: number) => i],
      ['reverse', (i: number) => -i],
      ['zigzag', (i: number) => (i % 2 ? i : -i)],
      ['saw', (i: number) => i % 1000],
    ] as const) {
      const fn = quantiles<number>(101, { error });
      const xs = Array.from({ length: N }, (_, i) => gen(i));
      const sorted = Float64Array.from(xs).sort();
      const check = (a: any, what: string) => {
        const out = fn.extract(a);
        let worst = 0;
        const lo = (v: number) => {
          let l = 0,
            h = N;
          while (l < h) {
            const m = (l + h) >> 1;
            if (sorted[m]! < v) l = m + 1;
            else h = m;
          }
          return l;
        };
        const hi = (v: number) => {
          let l = 0,
            h = N;
          while (l < h) {
            const m = (l + h) >> 1;
            if (sorted[m]! <= v) l = m + 1;
            else h = m;
          }
          return l;
        };
        out.forEach((v, i) => {
          const r = Math.max(1, Math.ceil((i / 100) * N));
          const a0 = lo(v) + 1,
            b0 = hi(v);
          const e = r < a0 ? a0 - r : r > b0 ? r - b0 : 0;
          worst = Math.max(worst, e / N);
        });
        console.log(
          error,
          shape,
          what,
          'tuples',
          a[4].flat().length,
          'worst',
          worst.toFixed(5),
          'bound',
          (Math.max(a[1], a[2]) / N).toFixed(5),
        );
      };
      let a: any = fn.create();
      for (const x of xs) a = fn.add(a, x);
      check(a, 'one');
      for (const parts of [100, 2000, 200000]) {
        const accs: any[] = Array.from({ length: parts }, () => fn.create());
        xs.forEach((x, i) => {
          accs[Math.floor((i * parts) / N)] = fn.add(accs[Math.floor((i * parts) / N)], x);
        });
        let tree = accs.map((x) => structuredClone(x));
        while (tree.length > 1) {
          const n: any[] = [];
          for (let i = 0; i < tree.length; i += 2)
            n.push(i + 1 < tree.length ? fn.merge(tree[i], tree[i + 1]) : tree[i]);
          tree = n;
        }
        check(tree[0], parts + ' tree');
        let seq: any = fn.create();
        let biggest = 0,
          i = 0;
        for (const x of accs) {
          seq = fn.merge(seq, x);
          if (i++ % 1000 === 0) biggest = Math.max(biggest, seq[4].flat().length);
        }
        check(seq, parts + ' seq max ' + biggest);
      }
    }
}, 120000);
