import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { ClassRegistry } from './class-registry.js';
import type { Coder } from './coder.js';
import { ContextFreeCoder } from './context-free.js';
import { type Reading, readValue } from './generic-read.js';
import { refusal } from './generic-refusal.js';
import { estimateValue } from './generic-size.js';
import { type GenericForm, Refused, writeValue } from './generic-write.js';
import { CANONICAL_PAYLOAD } from './key-coder.js';
import { NameCache } from './name-cache.js';
import { hornbeamCoderUrns } from './urns.js';

/** The choices of a {@link GenericCoder}. */
export interface GenericCoderOptions {
  /** Write equal values as equal bytes, so that they can be keys. */
  readonly canonical?: boolean;
  /** Classes whose instances are taken; without it none are. */
  readonly classes?: ClassRegistry;
}

/**
 * The coder of elements without a schema (`hornbeam:coder:generic:v1`). It describes itself: whatever it takes
 * comes back equal, of the same type and with its properties in the same order.
 *
 * Takes undefined, null, booleans, numbers (NaN, -0, ±Infinity too), bigints, strings (lone surrogates too),
 * Date, RegExp (its `lastIndex` starts again at 0), Map, Set, every typed array, ArrayBuffer, Buffer, the error
 * classes of the language, arrays without holes, plain objects and those without a prototype, and instances of
 * registered classes. Everything else is refused with `E_NO_CODER`, naming its path in the element. As with
 * `structuredClone`, symbol-keyed and non-enumerable properties and those of arrays are passed over, getters
 * become values, and an object that is there twice comes back as two.
 *
 * In the canonical form equal values have equal bytes: properties, map entries and set items are in order, -0
 * is 0, a Buffer is its bytes, and errors are refused, since no two are equal. Both forms read each other.
 */
export class GenericCoder extends ContextFreeCoder<any> {
  /** The canonical form without classes, for keys. */
  static readonly canonical: GenericCoder = new GenericCoder({ canonical: true });

  readonly urn = hornbeamCoderUrns.generic;
  readonly components = [];
  readonly payload: Uint8Array | undefined;
  readonly deterministic: boolean;
  /** True when it takes instances of classes: those are in this process only. */
  readonly opaque: boolean;
  private readonly form: GenericForm;
  private readonly reading: Reading;

  constructor(options: GenericCoderOptions = {}) {
    super();
    const canonical = options.canonical === true;
    this.form = { canonical, classes: options.classes ?? new ClassRegistry() };
    this.reading = { classes: this.form.classes, names: new NameCache() };
    this.deterministic = canonical;
    this.opaque = this.form.classes.size > 0;
    this.payload = canonical ? CANONICAL_PAYLOAD : undefined;
  }

  encode(value: unknown, writer: ByteWriter): void {
    const start = writer.length;
    try {
      writeValue(value, writer, this.form, 0);
    } catch (thrown) {
      writer.truncate(start);
      throw thrown instanceof Refused ? refusal(value, this.form) : thrown;
    }
  }

  decode(reader: ByteReader): any {
    return readValue(reader, this.reading, 0);
  }

  estimateSize(value: unknown): number {
    return estimateValue(value);
  }

  keyForm(): Coder<any> {
    return new GenericCoder({ canonical: true, classes: this.form.classes });
  }
}
