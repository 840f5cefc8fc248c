import type { MetricValue } from '@hornbeam/sdk/construction';

/** The same metric of several steps as one; undefined without any. */
export function summedMetric(values: readonly MetricValue[]): MetricValue | undefined {
  const [first, ...rest] = values;
  if (first === undefined) return undefined;
  return rest.reduce((sum, value): MetricValue => {
    if (sum.kind === 'counter' && value.kind === 'counter')
      return { kind: 'counter', value: sum.value + value.value };
    if (sum.kind === 'distribution' && value.kind === 'distribution') {
      return {
        kind: 'distribution',
        count: sum.count + value.count,
        sum: sum.sum + value.sum,
        min: Math.min(sum.min, value.min),
        max: Math.max(sum.max, value.max),
      };
    }
    if (sum.kind === 'gauge' && value.kind === 'gauge') return value.at > sum.at ? value : sum;
    if (sum.kind === 'stringSet' && value.kind === 'stringSet') {
      return { kind: 'stringSet', values: [...new Set([...sum.values, ...value.values])].sort() };
    }
    return sum;
  }, first);
}
