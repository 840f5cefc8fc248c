/**
 * Groups that are too long to be sent whole: the first values go with the element, the others are read by state requests
 * (`beam:coder:state_backed_iterable:v1`).
 *
 * Owns: the rests of the bundle under way, by the tokens that stand for them.
 */
import { BeamError, ByteWriter, type Coder, IterableCoder } from '@hornbeam/sdk/model';
import { textOf } from './byte-text.js';

/** So many bytes of a group are sent with it; what is more is asked for. */
const SENT_BYTES = 8 * 1024 * 1024;
/** What comes back for a rest is made of pieces of about so many bytes. */
const PIECE_BYTES = 64 * 1024;

/** A rest: the values of a group behind the first ones. */
interface Rest {
  readonly values: Iterable<unknown>;
  /** How many were sent. */
  readonly sent: number;
}

/** See the head of this file. */
export class LongGroups {
  private readonly value: Coder<any>;
  private readonly sentBytes: number;
  private readonly rests = new Map<string, Rest>();
  private nextId = 0;

  /** @param value writes the values of a group */
  constructor(value: Coder<any>, sentBytes = SENT_BYTES) {
    this.value = value;
    this.sentBytes = sentBytes;
  }

  /** A bundle begins: nobody asks for the rests of the last one any more. */
  begin(): void {
    this.rests.clear();
  }

  /** Writes groups, the long ones with a token in the place of their rest. */
  coder(): Coder<Iterable<unknown>> {
    return new LongIterableCoder(this.value, this.sentBytes, (values, sent) => this.keep(values, sent));
  }

  /** The values that a token stands for, in pieces. @throws BeamError `E_WORKER` for a token that was not given */
  *read(token: Uint8Array): Iterable<Uint8Array> {
    const rest = this.rests.get(textOf(token));
    if (rest === undefined) {
      throw new BeamError(
        'E_WORKER',
        'The worker asks for the rest of a group by a token that it was not given.',
      );
    }
    const writer = new ByteWriter(PIECE_BYTES);
    let index = 0;
    for (const value of rest.values) {
      if (index++ < rest.sent) continue;
      this.value.encode(value, writer);
      if (writer.length < PIECE_BYTES) continue;
      yield writer.finish();
      writer.reset();
    }
    if (writer.length > 0) yield writer.finish();
  }

  private keep(values: Iterable<unknown>, sent: number): string {
    const token = `group-${this.nextId++}`;
    this.rests.set(token, { values, sent });
    return token;
  }
}

/** The bytes of an iterable whose end may stay here. */
class LongIterableCoder extends IterableCoder<unknown> {
  private readonly limit: number;
  private readonly keep: (values: Iterable<unknown>, sent: number) => string;

  constructor(element: Coder<any>, limit: number, keep: LongIterableCoder['keep']) {
    super(element);
    this.limit = limit;
    this.keep = keep;
  }

  override encode(values: Iterable<unknown>, writer: ByteWriter): void {
    const start = writer.length;
    const { element, limit } = this;
    writer.writeInt32(0);
    let count = 0;
    for (const value of values) {
      if (writer.length - start > limit) {
        writer.truncate(start);
        this.encodeBeginning(values, count, writer);
        return;
      }
      element.encode(value, writer);
      count++;
    }
    writer.patchInt32(start, count);
  }

  /** The length is not said, one chunk of values follows, and a token for the others. */
  private encodeBeginning(values: Iterable<unknown>, sent: number, writer: ByteWriter): void {
    writer.writeInt32(-1);
    // A chunk of none would be the end.
    if (sent > 0) writer.writeVarint(sent);
    let left = sent;
    for (const value of values) {
      if (left-- === 0) break;
      this.element.encode(value, writer);
    }
    writer.writeVarint(-1);
    writer.writePrefixedText(this.keep(values, sent));
  }
}
