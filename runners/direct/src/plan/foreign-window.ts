import type { WindowingStrategy } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import {
  BeamError,
  type ByteReader,
  type ByteWriter,
  type Coder,
  ContextFreeCoder,
  type CustomWindowFn,
  coderUrns,
  type Instant,
  LabelledWindow,
  readInstant,
  type Window,
  type Windowing,
  type WindowMerge,
  windowKey,
  writeInstant,
} from '@hornbeam/sdk/model';

/** Window functions that are plain data: this process needs nobody to know their windows. */
const plain: ReadonlySet<string> = new Set<string>([
  ...Object.values(urns.windowFns),
  urns.hornbeam.calendarWindows,
]);

/** Whether the code of a window function is in another process. */
export const isForeign = (
  { windowFn, environmentId }: WindowingStrategy,
  remote: ReadonlySet<string>,
): boolean => {
  const urn = windowFn?.urn ?? '';
  return !plain.has(urn) && (urn !== urns.hornbeam.customWindows || remote.has(environmentId));
};

/**
 * Asks the process whose code a window function is which windows become one, for the windows of many keys at once.
 * @param strategy the id of the windowing strategy in the plan
 */
export type AskForMerges = (
  strategy: string,
  windows: readonly (readonly Window[])[],
) => Promise<readonly (readonly WindowMerge[])[]>;

/**
 * Stands for a window function whose code is in another process: elements come with their windows already, and only
 * what a runner does with windows is left.
 */
export class ForeignWindowFn implements CustomWindowFn<unknown> {
  readonly name: string;
  readonly coder: Coder<Window>;

  constructor(urn: string, coder: Coder<Window>) {
    this.name = urn;
    this.coder = coder;
  }

  assign(): never {
    throw new BeamError('E_INTERNAL', `The windows of ${this.name} are assigned in another process.`);
  }

  sideInputWindow(): never {
    throw new BeamError('E_SIDE_INPUT', `The windows of ${this.name} are mapped in another process.`);
  }
}

/**
 * As {@link ForeignWindowFn}, with windows that grow together as the other process says. It is asked ahead, for all
 * windows that a bundle brings; `merge` only looks up what it has said of the key that is being gone through.
 *
 * Invariant: what a window becomes is said for each window that `merge` is called with.
 */
export class MergingForeignWindowFn extends ForeignWindowFn {
  private readonly ask: (
    windows: readonly (readonly Window[])[],
  ) => Promise<readonly (readonly WindowMerge[])[]>;
  private becomes: ReadonlyMap<string, Window> = new Map();

  constructor(urn: string, coder: Coder<Window>, ask: MergingForeignWindowFn['ask']) {
    super(urn, coder);
    this.ask = ask;
  }

  /** What the windows of each key become, by their ids; those that stay as they are, too. */
  async outcomes(windows: readonly (readonly Window[])[]): Promise<readonly ReadonlyMap<string, Window>[]> {
    const several = windows.filter(({ length }) => length > 1);
    const answers = several.length === 0 ? [] : await this.ask(several);
    let next = 0;
    return windows.map((list) => {
      const becomes = new Map(list.map((window) => [windowKey(window), window]));
      if (list.length < 2) return becomes;
      for (const { from, into } of answers[next++] ?? []) {
        for (const window of from) becomes.set(windowKey(window), into);
        becomes.set(windowKey(into), into);
      }
      return becomes;
    });
  }

  /** Turns to a key: the windows that `merge` will be called with become these. */
  turnTo(becomes: ReadonlyMap<string, Window>): void {
    this.becomes = becomes;
  }

  merge(windows: readonly Window[]): readonly WindowMerge[] {
    const groups = new Map<string, { readonly into: Window; readonly from: Window[] }>();
    for (const window of windows) {
      const into = this.becomes.get(windowKey(window)) ?? window;
      const id = windowKey(into);
      const group = groups.get(id);
      if (group === undefined) groups.set(id, { into, from: [window] });
      else group.from.push(window);
    }
    return [...groups.values()].filter(({ from }) => from.length > 1);
  }
}

/** The window function of a windowing whose windows grow together by code of another process. */
export function mergingForeign({ windowFn, merged }: Windowing): MergingForeignWindowFn | undefined {
  if (merged || windowFn.kind !== 'custom') return undefined;
  return windowFn.fn instanceof MergingForeignWindowFn ? windowFn.fn : undefined;
}

/**
 * Windows that only another process can read (`beam:coder:custom_window:v1` around a coder nobody here knows, in a
 * length prefix): their last moment, and the bytes that tell them apart.
 */
export class ForeignWindowCoder extends ContextFreeCoder<Window> {
  readonly urn = coderUrns.customWindow;
  readonly components: readonly Coder<any>[] = [];
  readonly deterministic = true;

  encode(window: Window, writer: ByteWriter): void {
    if (!(window instanceof LabelledWindow)) {
      throw new BeamError(
        'E_ENCODE',
        'A window of another process was asked for, but this one was made here.',
      );
    }
    writeInstant(window.maxTimestamp, writer);
    const bytes = Uint8Array.from(window.label, (letter) => letter.charCodeAt(0));
    writer.writePrefixedBytes(bytes);
  }

  decode(reader: ByteReader): Window {
    const last: Instant = readInstant(reader);
    const bytes = reader.readPrefixedBytes();
    let label = '';
    for (const byte of bytes) label += String.fromCharCode(byte);
    return new LabelledWindow(last, last + 1, label);
  }

  estimateSize(window: Window): number {
    return 9 + (window instanceof LabelledWindow ? window.label.length : 0);
  }
}
