import { ByteReader, ByteWriter, type Coder, type Window } from '@hornbeam/sdk/model';
import type { EpochWriter } from '@hornbeam/store';
import type { StatefulHead } from '../heads/stateful-head.js';
import type { ElementRun } from './element-run.js';
import type { Keeping, KeptPart } from './keeping.js';
import { numberKey, numberOf } from './number-key.js';

/** The space of the windows that a step with state has seen, and of the elements that wait for those before them. */
export const windowSpace = (step: string): string => `windows ${step}`;
export const waitingSpace = (step: string): string => `waiting ${step}`;

/** The windows of a step with state in a store, as keys without values; and elements that wait, by number. */
export class KeptWindows implements KeptPart {
  private readonly step: string;
  private readonly head: StatefulHead;
  private readonly window: Coder<Window>;
  private readonly run: ElementRun;
  private readonly waiting = new Set<number>();
  private readonly writer = new ByteWriter();

  /** Gives the head back what was kept, and goes on keeping. */
  constructor(step: string, head: StatefulHead, window: Coder<Window>, run: ElementRun, keeping: Keeping) {
    this.step = step;
    this.head = head;
    this.window = window;
    this.run = run;
    for (const { key } of keeping.claim(windowSpace(step), window))
      head.restoreWindow(window.decode(new ByteReader(key)));
    for (const { key, value } of keeping.claim(waitingSpace(step), ...run.coders)) {
      const number = numberOf(key);
      this.waiting.add(number);
      for (const { value: element, metadata } of run.read(value))
        head.waitingElements?.restore({ number, element, metadata });
    }
    keeping.add(this);
  }

  save(to: EpochWriter): void {
    const space = windowSpace(this.step);
    const { opened, expired } = this.head.takeWindows();
    for (const window of opened) to.put(space, this.bytesOf(window), NOTHING);
    for (const window of expired) to.delete(space, this.bytesOf(window));
    if (this.head.waitingElements !== undefined) this.saveWaiting(this.head.waitingElements.all(), to);
  }

  private saveWaiting(
    all: ReturnType<NonNullable<StatefulHead['waitingElements']>['all']>,
    to: EpochWriter,
  ): void {
    const space = waitingSpace(this.step);
    for (const number of this.waiting) {
      if (all.has(number)) continue;
      to.delete(space, numberKey(number));
      this.waiting.delete(number);
    }
    for (const [number, { element, metadata }] of all) {
      if (this.waiting.has(number)) continue;
      this.waiting.add(number);
      this.writer.reset();
      this.run.write([{ value: element, metadata }], this.writer);
      to.put(space, numberKey(number), this.writer.view());
    }
  }

  private bytesOf(window: Window): Uint8Array {
    this.writer.reset();
    this.window.encode(window, this.writer);
    return this.writer.view();
  }
}

const NOTHING = new Uint8Array();
