import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GroupedValues } from './grouped-values.js';
import { MemoryDisk } from './memory-disk.js';
import { RecordReader, RecordWriter } from './record-file.js';
import { compareIds, mergeRuns, RunWriter } from './sorted-run.js';

const text = new TextEncoder();
const bytesOf = (value: string): Uint8Array => text.encode(value);
const decode = {
  decode: (reader: { readBytes(n: number): Uint8Array; remaining: number }) =>
    new TextDecoder().decode(reader.readBytes(reader.remaining)),
};

describe('a record file', () => {
  it('gives back records of every size, whatever is read at a time, and from any of them on', () => {
    const sizes = fc.array(fc.oneof(fc.nat(20), fc.constantFrom(0, 127, 128, 16_383, 16_384, 400_000)), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(sizes, fc.constantFrom(1, 7, 64, 65_536), fc.nat(19), (lengths, chunk, first) => {
        const file = new MemoryDisk().create();
        const writer = new RecordWriter(file);
        const positions = lengths.map((length, i) => {
          const { position } = writer;
          writer.write(new Uint8Array(length).fill(i));
          return position;
        });
        writer.flush();
        const from = first % lengths.length;
        const reader = new RecordReader(file, positions[from]!, chunk);
        for (let i = from; i < lengths.length; i++) {
          expect(reader.position).toBe(positions[i]);
          const record = reader.next()!;
          expect(record.remaining).toBe(lengths[i]);
          if (record.remaining > 0) expect(record.readByte()).toBe(i);
        }
        expect(reader.next()).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

describe('sorted runs', () => {
  it('merge into every group once, in the order of ids, with the values of all runs', () => {
    const run = fc.dictionary(
      fc.string({ maxLength: 3 }),
      fc.array(fc.string({ maxLength: 4 }), { maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(run, { maxLength: 80 }), (runs) => {
        const disk = new MemoryDisk();
        const model = new Map<string, string[]>();
        const files = runs.map((groups) => {
          const file = disk.create();
          const writer = new RunWriter(file);
          const sorted = Object.entries(groups)
            .map(([key, values]) => ({ id: bytesOf(key), values }))
            .sort((a, b) => compareIds(a.id, b.id));
          for (const { id, values } of sorted) {
            writer.write({ id, count: values.length, values: values.map(bytesOf) });
            const key = new TextDecoder().decode(id);
            model.set(key, [...(model.get(key) ?? []), ...values]);
          }
          writer.finish();
          return file;
        });
        const ids: Uint8Array[] = [];
        const merged = new Map<string, string[]>();
        for (const { id, parts } of mergeRuns(files, (record) => decode.decode(record))) {
          ids.push(id);
          merged.set(
            new TextDecoder().decode(id),
            parts.flatMap((part) => ('file' in part ? [] : [...part])).sort(),
          );
        }
        for (let i = 1; i < ids.length; i++) expect(compareIds(ids[i - 1]!, ids[i]!)).toBeLessThan(0);
        expect(merged).toEqual(new Map([...model].map(([key, values]) => [key, values.sort()])));
      }),
    );
  });

  it('leave a group of many or large values on disk until it is walked through', () => {
    const file = new MemoryDisk().create();
    const writer = new RunWriter(file);
    const large = Array.from({ length: 10 }, (_, i) => `${i}`.repeat(100_000));
    const many = Array.from({ length: 1000 }, (_, i) => `${i}`);
    writer.write({ id: bytesOf('a large'), count: large.length, values: large.map(bytesOf) });
    writer.write({ id: bytesOf('b many'), count: many.length, values: many.map(bytesOf) });
    writer.write({ id: bytesOf('c few'), count: 1, values: [bytesOf('x')] });
    writer.finish();
    const parts = [...mergeRuns([file], (record) => decode.decode(record))].map((group) => group.parts);
    expect(parts.map(([part]) => 'file' in part!)).toEqual([true, true, false]);
    const coder = decode as unknown as ConstructorParameters<typeof GroupedValues<string>>[1];
    expect([...new GroupedValues(parts[0]!, coder)]).toEqual(large);
    expect([...new GroupedValues(parts[1]!, coder)]).toEqual(many);
  });

  it('order ids by bytes, shorter ones first', () => {
    const ids = ['b', 'a', 'ab', '', 'a\u0000'].map(bytesOf).sort(compareIds);
    expect(ids.map((id) => new TextDecoder().decode(id))).toEqual(['', 'a', 'a\u0000', 'ab', 'b']);
  });
});
