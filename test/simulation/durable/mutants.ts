/** Bugs that are put in on purpose, one at a time: a simulation that finds none of them proves nothing. */
import type { Flaws } from './simulate-durable.js';

/** A bug, and in a word what it does. */
export interface Mutant {
  readonly name: string;
  readonly flaws: Flaws;
}

type Change = 'put' | 'append' | 'delete';

const loses = (space: string, ...changes: readonly Change[]): Mutant[] =>
  changes.map((change) => ({
    name: `${LOST[change]} of "${space}" is lost`,
    flaws: { store: { loses: { space, change } } },
  }));

const LOST: Readonly<Record<Change, string>> = {
  put: 'what is written',
  append: 'what is added',
  delete: 'what is taken away',
};

/** All of them. */
export const mutants: readonly Mutant[] = [
  // What a store or a runner forgets.
  ...loses('timers', 'put', 'delete'),
  ...loses('state', 'put', 'append', 'delete'),
  ...loses('keys', 'put', 'delete'),
  ...loses('groups', 'put', 'delete'),
  ...loses('values', 'put', 'append', 'delete'),
  ...loses('windows', 'put'),
  ...loses('left', 'put'),
  ...loses('outbox', 'put'),
  ...loses('queue', 'put'),
  { name: 'values of groups are added twice', flaws: { store: { appendsTwice: 'values' } } },
  {
    name: 'what is added to a group takes the place of what was there',
    flaws: { store: { appendsAnew: 'values' } },
  },
  {
    name: 'what is added to a cell takes the place of what was there',
    flaws: { store: { appendsAnew: 'state' } },
  },
  { name: 'timers are not restored', flaws: { store: { forgets: 'timers' } } },
  { name: 'the outbox is pruned before the target has its rows', flaws: { store: { forgets: 'outbox' } } },
  { name: 'the ends of time are restored as nothing', flaws: { store: { rewrites: ['"-∞"', 'null'] } } },
  {
    name: 'what a source left is forgotten',
    flaws: { store: { rewrites: ['"leftovers":[', '"leftovers":[],"x":['] } },
  },
  {
    name: 'batches that wait are forgotten',
    flaws: { store: { rewrites: ['"waiting":{', '"waiting":{},"x":{'] } },
  },
  { name: 'sources begin again', flaws: { store: { rewrites: ['"roots":[', '"roots":[],"x":['] } } },
  // When a commit is what it says.
  { name: 'an epoch is acknowledged before it is durable', flaws: { store: { acknowledgesFirst: true } } },
  { name: 'a small epoch is skipped', flaws: { store: { leavesOutSmall: 2 } } },
  { name: 'two epochs have one number', flaws: { store: { numbersTwice: true } } },
  // The disk.
  { name: 'files are not synced', flaws: { disk: { noSync: true } } },
  { name: 'the folder is not synced', flaws: { disk: { noFolderSync: true } } },
  { name: 'a short write is taken for a whole one', flaws: { disk: { shortWrites: true } } },
  // The target.
  { name: 'a writer that was shut out writes on', flaws: { target: { noFence: true, noMark: true } } },
  { name: 'an epoch that is there is written again', flaws: { target: { noMark: true } } },
  { name: 'the target says it has one epoch less', flaws: { target: { staleMark: true, noMark: true } } },
  { name: 'the target says it has one epoch more', flaws: { target: { markAhead: true } } },
  { name: 'the mark is written before the rows', flaws: { target: { markFirst: true } } },
  { name: 'the rows are written before the mark', flaws: { target: { rowsFirst: true } } },
  { name: 'rows get new ids when they are written again', flaws: { target: { newIds: true } } },
  { name: 'Kafka lets a producer go on that was replaced', flaws: { kafka: { noFence: true } } },
  { name: 'nobody notes in Kafka which epochs were written', flaws: { kafka: { noProgress: true } } },
  { name: 'readers of Kafka see what was not committed', flaws: { kafka: { readsOpen: true } } },
  { name: 'a source is given what was aborted', flaws: { kafka: { givesAborted: true } } },
];
