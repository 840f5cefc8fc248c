import {
  BeamError,
  IntervalWindow,
  needsMerge,
  type Window,
  type Windowing,
  type WindowMerge,
  windowKey,
} from '@hornbeam/sdk/model';

/** Says which of the windows of a key become one; undefined where windows stay as they are. */
export type MergeWindows = (windows: readonly Window[]) => readonly WindowMerge[];

/** How windows of this windowing grow together. */
export function mergerOf(windowing: Windowing): MergeWindows | undefined {
  if (!needsMerge(windowing)) return undefined;
  const { windowFn } = windowing;
  if (windowFn.kind === 'sessions') return mergeOverlapping;
  if (windowFn.kind !== 'custom') return undefined;
  const { fn } = windowFn;
  return (windows) => checked(fn.merge!(windows), windows, fn.name);
}

/** Windows that overlap become the one that spans them; those that only touch stay apart, as in Beam. */
function mergeOverlapping(windows: readonly Window[]): readonly WindowMerge[] {
  const sorted = [...windows].sort((a, b) => a.start - b.start);
  const merges: WindowMerge[] = [];
  let group: Window[] = [];
  let end = Number.NEGATIVE_INFINITY;
  const close = (): void => {
    if (group.length > 1) merges.push({ from: group, into: new IntervalWindow(group[0]!.start, end) });
  };
  for (const window of sorted) {
    if (group.length > 0 && window.start < end) {
      group.push(window);
      end = Math.max(end, window.end);
    } else {
      close();
      group = [window];
      end = window.end;
    }
  }
  close();
  return merges;
}

/** @throws BeamError `E_USER` for merges that name a window twice, or one that is not there */
function checked(
  merges: readonly WindowMerge[],
  windows: readonly Window[],
  name: string,
): readonly WindowMerge[] {
  const free = new Set(windows.map(windowKey));
  for (const window of merges.flatMap(({ from }) => from)) {
    if (free.delete(windowKey(window))) continue;
    throw new BeamError(
      'E_USER',
      `The window function "${name}" merges a window that is not there, or twice.`,
      {
        help: 'merge gives each of the windows it was given to one merge at most',
      },
    );
  }
  return merges;
}
