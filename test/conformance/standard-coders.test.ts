import { urns } from '@hornbeam/proto/urns';
import {
  ByteReader,
  ByteWriter,
  type Coder,
  coderUrns,
  hornbeamCoderUrns,
  logicalTypeUrns,
  standardCoders,
} from '@hornbeam/sdk/model';
import { describe, expect, test } from 'vitest';
import { standardCoderVectors } from './standard-coders.js';

const vectors = standardCoderVectors();

function encoded(coder: Coder<any>, value: unknown, nested: boolean): Uint8Array {
  const writer = new ByteWriter();
  if (nested) coder.encode(value, writer);
  else coder.encodeOuter(value, writer);
  return writer.finish();
}

describe('the vectors of standard_coders.yaml', () => {
  test('are all there', () => {
    expect(vectors.length).toBe(227);
  });

  test.each(vectors)('$name decodes', ({ coder, nested, bytes, value }) => {
    // Nested values have neighbours.
    const reader = new ByteReader(nested ? Uint8Array.of(...bytes, 0xee) : bytes);
    const decoded = nested ? coder.decode(reader) : coder.decodeOuter(reader);
    expect(decoded).toStrictEqual(value);
    expect(reader.position).toBe(bytes.length);
  });

  test.each(vectors.filter(({ deterministic }) => deterministic))('$name encodes', (vector) => {
    expect([...encoded(vector.coder, vector.value, vector.nested)]).toEqual([...vector.bytes]);
  });

  test.each(vectors)('$name decodes from our own bytes', ({ coder, nested, value }) => {
    const reader = new ByteReader(encoded(coder, value, nested));
    expect(nested ? coder.decode(reader) : coder.decodeOuter(reader)).toStrictEqual(value);
  });

  test.each(vectors.filter(({ bytes }) => bytes.length > 0))(
    '$name refuses its bytes cut short',
    (vector) => {
      const { coder, nested, bytes, value } = vector;
      for (let end = 0; end < bytes.length; end++) {
        const reader = new ByteReader(bytes, 0, end);
        let decoded: unknown;
        try {
          decoded = nested ? coder.decode(reader) : coder.decodeOuter(reader);
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'E_DECODE' });
          continue;
        }
        // Only the outer context can take a beginning for the whole, and then it is another value.
        expect(nested).toBe(false);
        expect(decoded).not.toEqual(value);
      }
    },
  );
});

describe('URNs', () => {
  test('of coders are those of the protos', () => {
    expect(urns.coders).toMatchObject(coderUrns);
    const { generic, ...others } = hornbeamCoderUrns;
    expect(generic).toBe(urns.hornbeam.genericCoder);
    for (const urn of Object.values(others)) expect(urn).toMatch(/^hornbeam:coder:/);
  });

  test('of coders all have a factory, except for the one that only Java uses', () => {
    const { schema, ...used } = urns.coders;
    expect(Object.keys(standardCoders).sort()).toEqual(
      [...Object.values(used), ...Object.values(hornbeamCoderUrns)].sort(),
    );
    expect(schema in standardCoders).toBe(false);
  });

  test('of logical types are those of the protos', () => {
    const { enumeration, ...beam } = logicalTypeUrns;
    expect(urns.logicalTypes).toMatchObject(beam);
    expect(enumeration.startsWith('hornbeam:')).toBe(true);
  });
});
