import protobuf from 'protobufjs/minimal.js';

/** Reads the fields of a message; the generated code sees nothing else of protobufjs. */
export type Reader = protobuf.Reader;
/** Collects the fields of a message; `finish()` gives the bytes. */
export type Writer = protobuf.Writer;

/**
 * What `create` and `encode` take: the message with everything left out that has its default value, at any
 * depth.
 */
export type Init<T> = T extends string | number | bigint | boolean | Uint8Array | undefined
  ? T
  : T extends readonly (infer E)[]
    ? readonly Init<E>[]
    : string extends keyof T
      ? { readonly [K in keyof T]: Init<T[K]> }
      : { readonly [K in keyof T]?: Init<T[K]> };

/** The operations on one kind of message. The messages themselves are plain objects. */
export interface MessageType<T> {
  /** Full name in the protobuf sense, such as `org.apache.beam.model.pipeline.v1.Coder`. */
  readonly typeName: string;
  /** A complete message: a deep copy of `init` with the defaults filled in. Bytes are shared, not copied. */
  create(init?: Init<T>): T;
  /** Appends the fields to `writer`, a new one unless given. Maps are written in the order of `Object.keys`. */
  encode(message: Init<T>, writer?: Writer): Writer;
  /**
   * Reads a message that fills `bytes`. Unknown fields are skipped; bytes fields are views into `bytes`.
   * @throws RangeError or Error when `bytes` end too early or are no message
   */
  decode(bytes: Uint8Array): T;
  /** Reads fields up to the position `end` into `message`: the last scalar wins, messages merge. */
  merge(message: T, reader: Reader, end: number): T;
}

/** Makes the operations out of what is generated for one message. */
export function messageType<T>(
  typeName: string,
  create: (init: Init<T>) => T,
  write: (message: Init<T>, writer: Writer) => void,
  read: (message: T, reader: Reader, end: number) => void,
): MessageType<T> {
  const nothing = {} as Init<T>;
  const type: MessageType<T> = {
    typeName,
    create: (init) => create(init ?? nothing),
    encode(message, writer = new protobuf.Writer()) {
      write(message, writer);
      return writer;
    },
    decode(bytes) {
      // Node's Buffer is a Uint8Array but not equal to one; messages should not differ by who read them.
      const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return type.merge(create(nothing), new protobuf.Reader(plain), plain.length);
    },
    merge(message, reader, end) {
      if (end > reader.len)
        throw new RangeError(`${typeName} is cut off: ${end - reader.len} bytes are missing`);
      read(message, reader, end);
      if (reader.pos !== end) throw new RangeError(`${typeName} does not end where its length says`);
      return message;
    },
  };
  return type;
}
