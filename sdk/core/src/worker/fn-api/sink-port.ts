import type { Coder } from '../../model/coders/coder.js';
import { BeamError, type ErrorPlace } from '../../model/errors.js';
import { preview } from '../../model/preview.js';
import type { Cursor, Receiver } from '../receiver.js';
import { ElementWriter } from './element-form.js';
import type { Outbox } from './outbox.js';
import type { OutboxStream } from './outbox-stream.js';

/**
 * Where elements leave a stage (`beam:runner:sink:v1`).
 *
 * Owns: how many elements were written in this bundle.
 */
export class SinkPort {
  readonly transformId: string;
  elements = 0;
  readonly receiver: Receiver;
  private outbox: Outbox | undefined;
  private stream: OutboxStream | undefined;

  /** @param origin the step that the elements come from, for errors */
  constructor(transformId: string, coder: Coder<unknown>, cursor: Cursor, origin: ErrorPlace) {
    this.transformId = transformId;
    const form = new ElementWriter(coder);
    const refused = (thrown: unknown, value: unknown): BeamError =>
      BeamError.from(thrown, 'E_ENCODE', { ...origin, element: preview(value) });
    this.receiver = {
      push: (value) => {
        const stream = this.stream!;
        try {
          form.write(value, cursor.metadata, stream.writer);
        } catch (thrown) {
          throw refused(thrown, value);
        }
        this.elements++;
        this.outbox!.written(stream);
      },
      pushPair: (key, value) => {
        const stream = this.stream!;
        try {
          form.writePair(key, value, cursor.metadata, stream.writer);
        } catch (thrown) {
          throw refused(thrown, { key, value });
        }
        this.elements++;
        this.outbox!.written(stream);
      },
    };
  }

  /** Makes ready for another bundle. */
  begin(outbox: Outbox): void {
    this.outbox = outbox;
    this.stream = outbox.open(this.transformId);
    this.elements = 0;
  }
}
