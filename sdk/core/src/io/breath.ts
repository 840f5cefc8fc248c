import { setImmediate } from 'node:timers/promises';

/** How many elements pass between two breaths. */
const EVERY = 4096;

/**
 * Gives the thread up for a moment, once in each call of a source and then every few thousand elements. A source at
 * full speed would else never let timers, sockets and signals in: promises alone do not, from call to call either.
 */
export class Breath {
  private elements = 0;

  /** To be called after each element; what it returns is awaited. */
  due(): Promise<void> | undefined {
    return this.elements++ % EVERY === 0 ? setImmediate() : undefined;
  }
}
