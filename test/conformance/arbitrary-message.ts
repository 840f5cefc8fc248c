import fc from 'fast-check';
import protobuf from 'protobufjs';

/** A message in the shape our package uses: camel-case properties, bigint for 64 bits, plain objects for maps. */
export type PlainMessage = Record<string, unknown>;

/** Values protobuf allows but its JSON form does not are left out, so that every library involved can carry them. */
const wellKnown: Readonly<Record<string, fc.Arbitrary<PlainMessage>>> = {
  'google.protobuf.Timestamp': fc.record({
    seconds: fc.bigInt({ min: -62135596800n, max: 253402300799n }),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
  }),
  'google.protobuf.Duration': fc
    .record({
      seconds: fc.bigInt({ min: 0n, max: 315576000000n }),
      nanos: fc.nat(999_999_999),
      negative: fc.boolean(),
    })
    .map(({ seconds, nanos, negative }) => ({
      seconds: negative ? -seconds : seconds,
      nanos: negative && nanos !== 0 ? -nanos : nanos,
    })),
};

const scalars: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: fc.string({ unit: 'binary', maxLength: 8 }),
  bytes: fc.uint8Array({ maxLength: 8 }),
  bool: fc.boolean(),
  int32: fc.integer(),
  uint32: fc.nat(),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  double: fc.double({ noNaN: true }),
  float: fc.float({ noNaN: true }),
};

/**
 * Random instances of `type`, nested to the given depth; fields that `wanted` refuses are never set.
 */
export function arbitraryMessage(
  type: protobuf.Type,
  wanted: (field: protobuf.Field) => boolean,
  depth = 3,
): fc.Arbitrary<PlainMessage> {
  const special = wellKnown[type.fullName.slice(1)] ?? dynamicValue(type);
  if (special !== undefined) return special;
  const fields = type.fieldsArray.filter((field) => wanted(field) && (depth > 0 || isFlat(field)));
  const alone = fields.filter((field) => oneofOf(field) === undefined);
  const parts = alone.map((field) => optional(propertyOf(field), fieldValue(field, wanted, depth)));
  for (const oneof of new Set(fields.map(oneofOf))) {
    if (oneof === undefined) continue;
    const members = fields.filter((field) => oneofOf(field) === oneof);
    parts.push(
      fc.oneof(
        fc.constant({}),
        ...members.map((field) =>
          fieldValue(field, wanted, depth).map((value) => ({ [propertyOf(field)]: value })),
        ),
      ),
    );
  }
  return fc.tuple(...parts).map((given) => Object.assign({}, ...given));
}

/** The name our package gives to a field. */
export function propertyOf(field: protobuf.Field): string {
  return field.name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function optional(name: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<PlainMessage> {
  return fc.option(value, { nil: undefined }).map((given) => (given === undefined ? {} : { [name]: given }));
}

function fieldValue(
  field: protobuf.Field,
  wanted: (field: protobuf.Field) => boolean,
  depth: number,
): fc.Arbitrary<unknown> {
  const one = itemValue(field, wanted, depth);
  if (field instanceof protobuf.MapField)
    return fc.dictionary(fc.string({ maxLength: 4 }), one, { maxKeys: 3, noNullPrototype: true });
  return field.repeated ? fc.array(one, { maxLength: 3 }) : one;
}

function itemValue(
  field: protobuf.Field,
  wanted: (field: protobuf.Field) => boolean,
  depth: number,
): fc.Arbitrary<unknown> {
  const type = field.resolvedType;
  if (type instanceof protobuf.Type) return arbitraryMessage(type, wanted, depth - 1);
  if (type instanceof protobuf.Enum) return fc.constantFrom(...Object.values(type.values));
  return scalars[field.type]!;
}

function oneofOf(field: protobuf.Field): protobuf.OneOf | undefined {
  return field.partOf && !field.partOf.isProto3Optional ? field.partOf : undefined;
}

function isFlat(field: protobuf.Field): boolean {
  return !(field.resolvedType instanceof protobuf.Type);
}

/** Struct, ListValue and Value, which must have a kind. */
function dynamicValue(type: protobuf.Type): fc.Arbitrary<PlainMessage> | undefined {
  const { struct, list, value } = fc.letrec<{
    struct: PlainMessage;
    list: PlainMessage;
    value: PlainMessage;
  }>((tie) => ({
    struct: fc.record({
      fields: fc.dictionary(fc.string({ maxLength: 4 }), tie('value'), { maxKeys: 2, noNullPrototype: true }),
    }),
    list: fc.record({ values: fc.array(tie('value'), { maxLength: 2 }) }),
    value: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      fc.record({ nullValue: fc.constant(0) }),
      fc.record({ numberValue: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
      fc.record({ stringValue: scalars.string! }),
      fc.record({ boolValue: fc.boolean() }),
      fc.record({ structValue: tie('struct') }),
      fc.record({ listValue: tie('list') }),
    ),
  }));
  return {
    'google.protobuf.Struct': struct,
    'google.protobuf.ListValue': list,
    'google.protobuf.Value': value,
  }[type.fullName.slice(1)];
}
