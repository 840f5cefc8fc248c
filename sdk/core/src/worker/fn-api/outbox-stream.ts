import { ByteWriter } from '../../model/coders/byte-writer.js';

/** A length is written in so many bytes, whatever it is: it stands before what it counts. */
const LENGTH_BYTES = 5;

/** Tags of the fields, as protobuf writes them: number and wire type. */
const field = {
  data: 0x0a,
  timers: 0x12,
  instructionId: 0x0a,
  transformId: 0x12,
  timerFamilyId: 0x1a,
  bytesOfData: 0x1a,
  bytesOfTimers: 0x22,
  isLastOfData: 0x20,
  isLastOfTimers: 0x28,
};

/**
 * The message that a sink or a timer family sends next (`Elements` with one entry), written by hand around its elements:
 * they are encoded where they are sent from.
 *
 * Owns: the message as far as it is written.
 *
 * Invariant E1: between two calls the writer holds `head` and behind it whole elements.
 */
export class OutboxStream {
  readonly transformId: string;
  readonly family: string | undefined;
  /** Where elements are written to. */
  readonly writer: ByteWriter;
  /** What stands before the elements, with room for the lengths. */
  private readonly head: Uint8Array;

  /** @param family of timers; undefined for elements */
  constructor(
    instructionId: string,
    transformId: string,
    family: string | undefined,
    memory: Uint8Array<ArrayBuffer>,
  ) {
    this.transformId = transformId;
    this.family = family;
    const writer = new ByteWriter(0);
    writer.exchange(memory);
    this.writer = writer;
    writer.writeByte(family === undefined ? field.data : field.timers);
    leaveRoom(writer);
    writer.writeByte(field.instructionId);
    writer.writePrefixedText(instructionId);
    writer.writeByte(field.transformId);
    writer.writePrefixedText(transformId);
    if (family !== undefined) {
      writer.writeByte(field.timerFamilyId);
      writer.writePrefixedText(family);
    }
    writer.writeByte(family === undefined ? field.bytesOfData : field.bytesOfTimers);
    leaveRoom(writer);
    this.head = writer.view().slice();
  }

  /** Bytes of elements that are not sent yet. */
  get length(): number {
    return this.writer.length - this.head.length;
  }

  /** A copy of the elements. */
  elements(): Uint8Array {
    return this.writer.view(this.head.length).slice();
  }

  /**
   * Completes the message. The end of the stream is an entry of its own: Python's runners throw away what comes with it.
   * @returns its bytes, in the memory of the stream
   */
  end(isLast: boolean): Uint8Array {
    const { writer, head, length } = this;
    if (length > 0 || !isLast) this.endEntry(0, length);
    if (!isLast) return writer.view();
    const from = length > 0 ? writer.length : 0;
    if (from > 0) writer.writeBytes(head);
    writer.writeByte(this.family === undefined ? field.isLastOfData : field.isLastOfTimers);
    writer.writeByte(1);
    this.endEntry(from, 0);
    return writer.view();
  }

  /** Says how long the entry is that begins at a place, and the bytes of elements in it. */
  private endEntry(from: number, bytes: number): void {
    const { writer, head } = this;
    patchLength(writer, from + head.length - LENGTH_BYTES, bytes);
    patchLength(writer, from + 1, writer.length - from - 1 - LENGTH_BYTES);
  }

  /** Begins the next message in other memory. @returns that of the last one */
  next(memory: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const last = this.writer.exchange(memory);
    this.writer.writeBytes(this.head);
    return last;
  }

  /** Nothing more will be written. @returns the memory of the last message */
  close(): Uint8Array<ArrayBuffer> {
    return this.writer.exchange(NOTHING);
  }
}

const NOTHING = new Uint8Array();

function leaveRoom(writer: ByteWriter): void {
  for (let i = 0; i < LENGTH_BYTES; i++) writer.writeByte(0);
}

/** A varint that takes all of its room: all but its last byte say that another follows. */
function patchLength(writer: ByteWriter, at: number, length: number): void {
  let rest = length;
  for (let i = 0; i < LENGTH_BYTES - 1; i++) {
    writer.patchByte(at + i, (rest & 127) | 128);
    rest >>>= 7;
  }
  writer.patchByte(at + LENGTH_BYTES - 1, rest);
}
