import type { Failure, SideTag, TagElement } from '../construction/index.js';
import type { PCollection } from './pcollection.js';

/** What `parDo` returns: the main output alone, or an object of all outputs when there are more. */
export type ParDoResult<I, O, G, E> = [SideTag<G>] extends [never]
  ? [E] extends ['output']
    ? { main: PCollection<O>; errors: PCollection<Failure<I>> }
    : PCollection<O>
  : { main: PCollection<O> } & { [P in SideTag<G>]: PCollection<TagElement<G[P]>> } & ([E] extends ['output']
        ? { errors: PCollection<Failure<I>> }
        : {});
