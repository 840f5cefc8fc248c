import { type Window, windowKey } from '@hornbeam/sdk/model';

/** What is kept for a window. */
export interface Windowed {
  readonly window: Window;
}

/** The groups of one key, by window. */
export interface KeyGroups<G extends Windowed> {
  readonly size: number;
  get(window: Window): G | undefined;
  /** Adds the group of a window that has none. */
  add(group: G): void;
  /** Takes a group out; nothing when it is not in. */
  delete(group: G): void;
  /** The windows that have a group. */
  windows(): readonly Window[];
  /** The groups that a window which has none may have to be merged with. */
  near(window: Window): readonly G[];
}

/** Groups of windows about which nothing is known: any two of them may have to be merged. */
export class AnyGroups<G extends Windowed> implements KeyGroups<G> {
  private readonly groups = new Map<string, G>();

  get size(): number {
    return this.groups.size;
  }

  get(window: Window): G | undefined {
    return this.groups.get(windowKey(window));
  }

  add(group: G): void {
    this.groups.set(windowKey(group.window), group);
  }

  delete(group: G): void {
    this.groups.delete(windowKey(group.window));
  }

  windows(): readonly Window[] {
    return Array.from(this.groups.values(), ({ window }) => window);
  }

  near(): readonly G[] {
    return [...this.groups.values()];
  }
}
