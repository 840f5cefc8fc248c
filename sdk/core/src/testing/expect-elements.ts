import { ByteWriter } from '../model/coders/byte-writer.js';
import { GenericCoder } from '../model/coders/generic.js';
import { keyCoder } from '../model/coders/key-coder.js';
import { BeamError } from '../model/errors.js';
import type { PaneTiming } from '../model/pane.js';
import { preview } from '../model/preview.js';
import { formatInstant, type InstantLike, toInstant } from '../model/timestamp.js';
import { GLOBAL_WINDOW } from '../model/window.js';
import type { Observed, ObservedElement } from './observe.js';

const canonical = keyCoder<unknown>(new GenericCoder());

/** How much of an element a message shows, characters. */
const SHOWN = 200;

/** Expectations about elements that came out of a run; each narrows, the last compares. Immutable. */
export class ElementExpectation<T> {
  private readonly elements: Observed<T>;
  private readonly place: string;
  private readonly all: Observed<T>;

  /**
   * @param place where the elements are, for messages
   * @param all what the elements were taken from
   */
  constructor(elements: Observed<T>, place = '', all = elements) {
    this.elements = elements;
    this.place = place;
    this.all = all;
  }

  /** Only those in the window from `start` up to, but without, `end`. */
  inWindow(start: InstantLike, end: InstantLike): ElementExpectation<T> {
    const [from, to] = [toInstant(start), toInstant(end)];
    return this.only(
      ({ window }) => window.start === from && window.end === to,
      `in the window ${formatInstant(from)} to ${formatInstant(to)}`,
    );
  }

  /** Only those in the global window. */
  inGlobalWindow(): ElementExpectation<T> {
    return this.only(({ window }) => window === GLOBAL_WINDOW, 'in the global window');
  }

  /** Only those of panes that fired before the end of their window. */
  early(): ElementExpectation<T> {
    return this.timed('early');
  }

  /** Only those of the panes that fired at the end of their window. */
  onTime(): ElementExpectation<T> {
    return this.timed('on-time');
  }

  /** Only those of panes that fired after the end of their window. */
  late(): ElementExpectation<T> {
    return this.timed('late');
  }

  /** Only those of the last pane of their window. */
  inLastPane(): ElementExpectation<T> {
    return this.only(({ pane }) => pane.isLast, 'in last panes');
  }

  /** Only those of the pane with this index. */
  inPane(index: number): ElementExpectation<T> {
    return this.only(({ pane }) => pane.index === index, `in panes ${index}`);
  }

  /** The same elements, in any order. @throws BeamError `E_EXPECTATION` */
  toEqual(expected: Iterable<T>): void {
    const missing = new Map<string, { value: T; count: number }>();
    for (const value of expected) {
      const key = keyOf(value);
      const known = missing.get(key);
      if (known === undefined) missing.set(key, { value, count: 1 });
      else known.count++;
    }
    const unexpected: T[] = [];
    for (const { value } of this.elements) {
      const known = missing.get(keyOf(value));
      if (known !== undefined && known.count > 0) known.count--;
      else unexpected.push(value);
    }
    const absent = [...missing.values()].flatMap(({ value, count }) => new Array<T>(count).fill(value));
    if (absent.length + unexpected.length > 0) throw this.differs(absent, unexpected);
  }

  /** The same elements in the same order. @throws BeamError `E_EXPECTATION` */
  toEqualInOrder(expected: Iterable<T>): void {
    this.toEqual(expected);
    const wanted = [...expected].map(keyOf);
    const at = this.elements.findIndex(({ value }, index) => keyOf(value) !== wanted[index]);
    if (at < 0) return;
    const values = this.elements.map(({ value }) => value);
    throw this.error(`came in another order: ${shown(values)}, not ${shown(expected)}`);
  }

  /** Nothing. @throws BeamError `E_EXPECTATION` */
  toBeEmpty(): void {
    this.toEqual([]);
  }

  private timed(timing: PaneTiming): ElementExpectation<T> {
    return this.only(({ pane }) => pane.timing === timing, `in ${timing} panes`);
  }

  private only(wanted: (element: ObservedElement<T>) => boolean, place: string): ElementExpectation<T> {
    return new ElementExpectation(this.elements.filter(wanted), `${this.place} ${place}`.trim(), this.all);
  }

  private differs(missing: readonly T[], unexpected: readonly T[]): BeamError {
    const parts = [
      ...(missing.length > 0 ? [`missing ${shown(missing)}`] : []),
      ...(unexpected.length > 0 ? [`unexpected ${shown(unexpected)}`] : []),
    ];
    return this.error(`differ: ${parts.join('; ')}`);
  }

  private error(what: string): BeamError {
    const subject = this.place === '' ? 'The elements' : `The elements ${this.place}`;
    const isElsewhere = this.elements.length === 0 && this.all.length > 0;
    const list = (isElsewhere ? this.all : this.elements).map((element) => `\n  ${described(element)}`);
    return new BeamError(
      'E_EXPECTATION',
      `${subject} ${what}${isElsewhere ? '\nElsewhere there are:' : ''}${list.join('')}`,
      {
        help: 'compare the windows and panes of the list with what you expect',
      },
    );
  }
}

/** Begins an expectation about what {@link observe} saw. */
export const expectElements = <T>(elements: Observed<T>): ElementExpectation<T> =>
  new ElementExpectation(elements);

function described({ value, window, pane, timestamp }: ObservedElement<unknown>): string {
  const where =
    window === GLOBAL_WINDOW
      ? 'global window'
      : `${formatInstant(window.start)} to ${formatInstant(window.end)}`;
  return `${preview(value, SHOWN)} (${where}, ${pane.timing} pane ${pane.index}, at ${formatInstant(timestamp)})`;
}

/** Equal for equal values: their canonical bytes; values that no coder takes are compared by what they show. */
function keyOf(value: unknown): string {
  const writer = new ByteWriter();
  try {
    canonical.encode(value, writer);
  } catch {
    return preview(value, 10_000);
  }
  return Buffer.from(writer.view()).toString('latin1');
}

const shown = (values: Iterable<unknown>): string =>
  `[${[...values].map((value) => preview(value, SHOWN)).join(', ')}]`;
