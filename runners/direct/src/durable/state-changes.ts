import type { StateStore } from '@hornbeam/store';

/** What becomes of the state of an earlier run in a pipeline that may have changed. */
export interface StateChanges {
  /** Spaces that go on. */
  readonly kept: readonly string[];
  /** Spaces that hold something which nobody reads any more, with the number of their keys. */
  readonly lost: readonly { readonly space: string; readonly keys: number }[];
  /** Spaces that begin empty. */
  readonly added: readonly string[];
  /** Spaces that are read in another way than they were written. */
  readonly rewritten: readonly { readonly space: string; readonly before: string; readonly now: string }[];
}

/** Spaces that are not those of steps. */
const isOwn = (space: string): boolean => space === 'run' || space === 'metrics';

/** Compares what a run left with what a pipeline asks for. */
export function compareState(
  store: StateStore,
  before: Readonly<Record<string, string>>,
  now: ReadonlyMap<string, string>,
): StateChanges {
  const held = store.spaces().filter((space) => !isOwn(space));
  return {
    kept: [...now.keys()].filter((space) => Object.hasOwn(before, space)),
    added: [...now.keys()].filter((space) => !Object.hasOwn(before, space)),
    lost: held.filter((space) => !now.has(space)).map((space) => ({ space, keys: store.count(space) })),
    rewritten: [...now]
      .filter(
        ([space, form]) => Object.hasOwn(before, space) && before[space] !== form && store.count(space) > 0,
      )
      .map(([space, form]) => ({ space, before: before[space]!, now: form })),
  };
}

/** Nothing but going on. */
export const isUnchanged = ({ lost, added, rewritten }: StateChanges): boolean =>
  lost.length === 0 && added.length === 0 && rewritten.length === 0;

/** The changes in words, a line each. */
export function changeLines({ kept, lost, added, rewritten }: StateChanges): string[] {
  return [
    ...rewritten.map(
      ({ space, before, now }) => `cannot be read  ${space}: written as ${before}, read as ${now}`,
    ),
    ...lost.map(({ space, keys }) => `lost  ${space} (${keys} ${keys === 1 ? 'key' : 'keys'})`),
    ...added.map((space) => `new   ${space}`),
    ...kept.map((space) => `kept  ${space}`),
  ];
}
