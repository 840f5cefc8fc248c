import type { Window, WindowFn, WindowOptions } from '@hornbeam/sdk';
import type { JobResult, Runner } from '@hornbeam/sdk/construction';
import { type Observed, observe, type TestStream } from '@hornbeam/sdk/testing';
import { inOrder } from './feature.js';

/** A window as `[start, end)`. */
export const span = ({ start, end }: Window): string => `[${start}, ${end})`;

/** Panes as text in the order they fired, such as `early 0: 1,2`; `last` stands behind the index of a last pane. */
export const paneTexts = (groups: Observed<readonly unknown[]>): string[] =>
  groups.map(
    ({ value, pane }) => `${pane.timing} ${pane.index}${pane.isLast ? ' last' : ''}: ${inOrder(value)}`,
  );

/** Groups the elements of a stream under one key. */
export async function groupsOf<T>(
  runner: Runner,
  stream: TestStream<T>,
  windowFn: WindowFn,
  options?: WindowOptions,
): Promise<{ readonly groups: Observed<readonly T[]>; readonly result: JobResult }> {
  const { output, result } = await observe(
    (p) =>
      p
        .read(stream)
        .windowInto(windowFn, options)
        .keyBy(() => 'k')
        .groupByKey()
        .map(({ value }) => [...value]),
    { runner },
  );
  return { groups: output, result };
}

/** The count of a metric that counts; undefined when nothing was counted. */
export function counted(result: JobResult, metric: string): number | undefined {
  const value = result.metric(metric);
  return value?.kind === 'counter' ? value.value : undefined;
}
