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

  /** Completes the message. @returns its bytes, in the memory of the stream */
  end(isLast: boolean): Uint8Array {
    const { writer, head, length } = this;
    patchLength(writer, head.length - LENGTH_BYTES, length);
    if (isLast) {
      writer.writeByte(this.family === undefined ? field.isLastOfData : field.isLastOfTimers);
      writer.writeByte(1);
    }
    patchLength(writer, 1, writer.length - 1 - LENGTH_BYTES);
    return writer.view();
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
