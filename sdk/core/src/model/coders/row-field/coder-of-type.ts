import { BeamError } from '../../errors.js';
import { asCanonical, type JsForms } from '../../schema/js-forms.js';
import { enumerationNames, logicalTypeUrns } from '../../schema/logical-types.js';
import type { AtomicType, FieldType, LogicalType, Schema } from '../../schema/schema.js';
import { typeText } from '../../schema/schema-text.js';
import { BoolCoder } from '../bool.js';
import { BytesCoder } from '../bytes.js';
import type { Coder } from '../coder.js';
import { DoubleCoder } from '../double.js';
import { IterableCoder } from '../iterable.js';
import { NullableCoder } from '../nullable.js';
import { StringUtf8Coder } from '../string-utf8.js';
import { Int64Coder, VarIntCoder } from '../varint.js';
import { DecimalCoder } from './decimal.js';
import { EnumerationCoder } from './enumeration.js';
import { FloatCoder } from './float.js';
import { MapCoder, RecordCoder } from './map.js';
import { CalendarDateCoder, DateInstantCoder, MillisInstantCoder, SubsecondCoder } from './moment.js';
import { OptionalCoder } from './optional.js';
import { SizedCoder } from './sized.js';
import { ByteCoder, Int16Coder, Int32Coder } from './small-int.js';

/** What the coders inside one row have in common. */
export interface RowContext {
  readonly forms: JsForms;
  readonly canonical: boolean;
  /** Makes the coder of a nested row. */
  rowCoder(schema: Schema): Coder<any>;
}

/** The coder of a type that may be null; `path` is its place in the forms. */
export function coderOfType(type: FieldType, path: string, context: RowContext): Coder<any> {
  const coder = coderOfPresent(type, path, context);
  if (!type.nullable) return coder;
  return context.forms.get(path)?.has('undefined') ? new OptionalCoder(coder) : new NullableCoder(coder);
}

/** The coder of the values of a type that are not null. */
export function coderOfPresent(type: FieldType, path: string, context: RowContext): Coder<any> {
  const { canonical, forms } = context;
  switch (type.kind) {
    case 'atomic':
      return coderOfAtom(type.atomic, path, context);
    case 'array':
    case 'iterable':
      return new IterableCoder(coderOfType(type.element, `${path}e`, context));
    case 'map': {
      const key = coderOfType(type.key, `${path}k`, context);
      const value = coderOfType(type.value, `${path}v`, context);
      return forms.get(path)?.has('object')
        ? new RecordCoder(key, value, { canonical })
        : new MapCoder(key, value, { canonical });
    }
    case 'row':
      return context.rowCoder(canonical ? asCanonical(type.schema) : type.schema);
    case 'logical':
      return coderOfLogical(type, path, context);
  }
}

function coderOfAtom(atomic: AtomicType, path: string, { canonical, forms }: RowContext): Coder<any> {
  switch (atomic) {
    case 'byte':
      return new ByteCoder();
    case 'int16':
      return new Int16Coder();
    case 'int32':
      return new Int32Coder();
    case 'int64':
      return forms.get(path)?.has('bigint') ? new Int64Coder() : new VarIntCoder();
    case 'float':
      return new FloatCoder({ canonical });
    case 'double':
      return new DoubleCoder({ canonical });
    case 'string':
      return new StringUtf8Coder();
    case 'boolean':
      return new BoolCoder();
    case 'bytes':
      return new BytesCoder();
  }
}

function coderOfLogical(
  type: LogicalType & { nullable: boolean },
  path: string,
  context: RowContext,
): Coder<any> {
  switch (type.urn) {
    case logicalTypeUrns.millisInstant:
      return context.forms.get(path)?.has('date') ? new DateInstantCoder() : new MillisInstantCoder();
    case logicalTypeUrns.microsInstant:
      return new SubsecondCoder(6, false);
    case logicalTypeUrns.timestamp: {
      const precision = numberArgument(type, 9);
      return new SubsecondCoder(precision, precision < 5);
    }
    case logicalTypeUrns.date:
      return new CalendarDateCoder();
    case logicalTypeUrns.decimal:
      return new DecimalCoder();
    case logicalTypeUrns.fixedBytes:
      return new SizedCoder(new BytesCoder(), numberArgument(type), true);
    case logicalTypeUrns.varBytes:
      return new SizedCoder(new BytesCoder(), numberArgument(type), false);
    case logicalTypeUrns.fixedChar:
      return new SizedCoder(new StringUtf8Coder(), numberArgument(type), true);
    case logicalTypeUrns.varChar:
      return new SizedCoder(new StringUtf8Coder(), numberArgument(type), false);
    case logicalTypeUrns.enumeration:
      return new EnumerationCoder(enumerationNames(type.payload));
    default:
      // Types of other SDKs that nothing here knows: their values are what the bytes hold.
      return coderOfType(type.representation, `${path}r`, context);
  }
}

/** The length or precision that a logical type carries. */
function numberArgument(type: LogicalType & { nullable: boolean }, max = 0x7fff_ffff): number {
  const { argument } = type;
  if (typeof argument !== 'number' || !Number.isInteger(argument) || argument < 0 || argument > max) {
    throw new BeamError(
      'E_BAD_PLAN',
      `The type ${typeText(type)} has the argument ${String(argument)}, not a number up to ${max}.`,
      {
        help: 'check the schema that the plan carries',
      },
    );
  }
  return argument;
}
