import type { PendingTimer, TimerTable } from '@hornbeam/engine';
import { ByteReader, ByteWriter } from '@hornbeam/sdk/model';
import type { EpochWriter } from '@hornbeam/store';
import type { Keeping, KeptPart } from './keeping.js';
import type { WindowedKeyForm } from './windowed-key.js';

/** The space of a step's timers. */
export const timerSpace = (step: string): string => `timers ${step}`;

/**
 * The timers of a step in a store: under window, key, family and tag whether it is a moment of the clock (a byte), when
 * it fires and the timestamp of what it makes (doubles, ms since 1970).
 */
export class KeptTimers implements KeptPart {
  private readonly space: string;
  private readonly table: TimerTable;
  private readonly form: WindowedKeyForm;
  private readonly writer = new ByteWriter();

  /** Sets the timers that were kept, and goes on keeping. */
  constructor(step: string, table: TimerTable, form: WindowedKeyForm, keeping: Keeping) {
    this.space = timerSpace(step);
    this.table = table;
    this.form = form;
    for (const { key, value } of keeping.claim(this.space, ...form.coders))
      table.restore(this.decode(key, value));
    keeping.add(this);
  }

  save(to: EpochWriter): void {
    const { gone, set } = this.table.changes();
    for (const timer of gone) to.delete(this.space, this.nameOf(timer));
    for (const timer of set) {
      const { writer } = this;
      writer.reset();
      writer.writeByte(timer.domain === 'event' ? 0 : 1);
      writer.writeFloat64(timer.fireAt);
      writer.writeFloat64(timer.outputTimestamp);
      to.put(this.space, this.nameOf(timer), writer.view());
    }
  }

  private nameOf({ window, key, family, tag }: PendingTimer): Uint8Array {
    return this.form.encode(window, key, (writer) => {
      writer.writePrefixedText(family);
      writer.writePrefixedText(tag);
    });
  }

  private decode(name: Uint8Array, value: Uint8Array): PendingTimer {
    let family = '';
    let tag = '';
    const place = this.form.decode(name, (reader) => {
      family = reader.readPrefixedText();
      tag = reader.readPrefixedText();
    });
    const reader = new ByteReader(value);
    const domain = reader.readByte() === 0 ? 'event' : 'processing';
    return {
      ...place,
      family,
      tag,
      domain,
      fireAt: reader.readFloat64(),
      outputTimestamp: reader.readFloat64(),
    };
  }
}
