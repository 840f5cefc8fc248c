import { ByteReader, ByteWriter, type Coder, type Window } from '@hornbeam/sdk/model';
import type { EpochWriter } from '@hornbeam/store';
import type { KeyedPane, Side, SideInputStore } from '../side-store.js';
import type { ElementRun } from './element-run.js';
import type { Keeping, KeptPart } from './keeping.js';
import { WindowedKeyForm } from './windowed-key.js';

/**
 * A side input in a store; the space has the name of the edge. Under a window, or under window and key where panes are
 * those of a key, the number of the pane (varint), then its elements.
 */
export class KeptSide implements KeptPart {
  private readonly side: SideInputStore;
  private readonly run: ElementRun;
  private readonly element: Coder<any>;
  private readonly window: Coder<Window>;
  private readonly form: WindowedKeyForm | undefined;
  /** How many elements of which pane of a window are kept. */
  private readonly kept = new WeakMap<Side, { pane: number; count: number }>();
  private readonly writer = new ByteWriter();

  /** Fills the side input with what was kept, and goes on keeping. */
  constructor(
    side: SideInputStore,
    coders: { readonly element: Coder<any>; readonly window: Coder<Window> },
    run: ElementRun,
    keeping: Keeping,
  ) {
    this.side = side;
    this.run = run;
    this.element = coders.element;
    this.window = coders.window;
    this.form = side.keys && new WindowedKeyForm(coders.window, side.keys);
    for (const { key, value } of keeping.claim(side.edge, ...run.coders)) this.restore(key, value);
    side.takeChanges();
    keeping.add(this);
  }

  save(to: EpochWriter): void {
    const { gone, changed } = this.side.takeChanges();
    const { edge } = this.side;
    for (const { window, byKey } of gone) {
      if (byKey === undefined) to.delete(edge, this.windowBytes(window));
      else for (const [key] of byKey.entries()) to.delete(edge, this.form!.encode(window, key));
    }
    for (const [side, keys] of changed) {
      if (side.byKey === undefined) this.saveWindow(side, to);
      else for (const key of new Set(keys)) this.savePane(side.window, key, side.byKey.get(key)!, to);
    }
  }

  private saveWindow(side: Side, to: EpochWriter): void {
    const { writer } = this;
    const { spool, pane, window } = side;
    const before = this.kept.get(side);
    const isSame = before?.pane === pane;
    const from = isSame ? before.count : 0;
    const place = this.windowBytes(window).slice();
    writer.reset();
    if (!isSame) writer.writeVarint(pane);
    this.run.write(after(spool.read(), from), writer);
    if (isSame) to.append(this.side.edge, place, writer.view());
    else to.put(this.side.edge, place, writer.view());
    this.kept.set(side, { pane, count: spool.length });
  }

  private savePane(window: Window, key: unknown, { pane, elements }: KeyedPane, to: EpochWriter): void {
    const { writer } = this;
    writer.reset();
    writer.writeVarint(pane);
    for (const element of elements) this.element.encode(element, writer);
    to.put(this.side.edge, this.form!.encode(window, key), writer.view());
  }

  private restore(place: Uint8Array, value: Uint8Array): void {
    const reader = new ByteReader(value);
    const pane = reader.readVarint();
    if (this.form === undefined) {
      const side = this.side.restore(this.window.decode(new ByteReader(place)), pane);
      for (const { value: element, metadata } of this.run.read(value.subarray(reader.position)))
        side.spool.add(element, metadata);
      this.kept.set(side, { pane, count: side.spool.length });
      return;
    }
    const { window, key } = this.form.decode(place);
    const elements: unknown[] = [];
    while (reader.remaining > 0) elements.push(this.element.decode(reader));
    this.side.restore(window, pane).byKey!.set(key, { pane, elements });
  }

  private windowBytes(window: Window): Uint8Array {
    this.writer.reset();
    this.window.encode(window, this.writer);
    return this.writer.view();
  }
}

function* after<T>(items: Iterable<T>, from: number): Iterable<T> {
  let index = 0;
  for (const item of items) if (index++ >= from) yield item;
}
