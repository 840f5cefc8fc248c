import {
  BeamError,
  IntervalWindow,
  isWindow,
  needsMerge,
  preview,
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

/**
 * What a merge function gave, when it can be done: else elements would go to no window, or to two.
 * @throws BeamError `E_BAD_ARGUMENT`
 */
function checked(merges: unknown, windows: readonly Window[], name: string): readonly WindowMerge[] {
  if (!Array.isArray(merges) || !merges.every(isMerge)) {
    throw refusal(name, `gave ${preview(merges)}, which is no array of merges`);
  }
  const there = new Set(windows.map(windowKey));
  const free = new Set(there);
  const made = new Set<string>();
  for (const { from, into } of merges) {
    const own = new Set(from.map(windowKey));
    for (const key of own) {
      if (!free.delete(key)) throw refusal(name, 'merges a window that is not there, or twice');
    }
    const key = windowKey(into);
    if (made.has(key) || (there.has(key) && !own.has(key))) {
      throw refusal(name, 'merges windows into another one that is there already');
    }
    made.add(key);
  }
  return merges;
}

const isMerge = (merge: unknown): merge is WindowMerge => {
  if (typeof merge !== 'object' || merge === null) return false;
  const { from, into } = merge as Partial<WindowMerge>;
  return Array.isArray(from) && from.every(isWindow) && isWindow(into);
};

const refusal = (name: string, what: string): BeamError =>
  new BeamError('E_BAD_ARGUMENT', `The merge function of the windows "${name}" ${what}.`, {
    help: 'return [{ from: [some of the given windows], into: window }], each window in one merge at most',
  });
