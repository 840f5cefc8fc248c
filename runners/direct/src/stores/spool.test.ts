import {
  BeamError,
  GenericCoder,
  GLOBAL_WINDOW,
  IntervalWindow,
  IntervalWindowCoder,
  type Metadata,
  NO_FIRING,
  ROOT_METADATA,
} from '@hornbeam/sdk/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryBudget } from './memory-budget.js';
import { MemoryDisk } from './memory-disk.js';
import { Spool } from './spool.js';

const BIG = 1e12;

function makeSpool(budget = new MemoryBudget(BIG), disk = new MemoryDisk()) {
  const spool = new Spool({
    coder: new GenericCoder(),
    window: new IntervalWindowCoder(),
    origin: { step: 'Make', callSite: 'file.ts:1:1' },
    budget,
    disk,
  });
  return { spool, budget, disk };
}

const windows = [0, 10, 20].map((start) => new IntervalWindow(start, start + 10));
/** Some neighbours share metadata, some have equal metadata, some have their own. */
const metadata: Metadata[] = [
  { timestamp: 5, windows: [windows[0]!], pane: NO_FIRING },
  { timestamp: 5, windows: [windows[0]!], pane: NO_FIRING },
  { timestamp: -3, windows: [windows[1]!, windows[2]!], pane: NO_FIRING },
  { timestamp: Number.NEGATIVE_INFINITY, windows: [], pane: NO_FIRING },
];

const read = (spool: Spool) => [
  ...map(spool.read(), ({ value, metadata: { timestamp, windows } }) => ({
    value,
    timestamp,
    windows,
  })),
];

function* map<A, B>(items: Iterable<A>, change: (item: A) => B): Iterable<B> {
  for (const item of items) yield change(item);
}

type Command =
  | { readonly kind: 'add'; readonly value: unknown; readonly metadata: number; readonly times: number }
  | { readonly kind: 'spill' };

const commands = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('add' as const),
      value: fc.oneof(fc.integer(), fc.string({ maxLength: 40 }), fc.constant(undefined)),
      metadata: fc.nat(3),
      times: fc.oneof(fc.constant(1), fc.nat(5), fc.constant(1500)),
    }),
    fc.record({ kind: fc.constant('spill' as const) }),
  ),
  { maxLength: 30 },
);

describe('a spool', () => {
  it('reads what was added, in order and with its metadata, wherever it was spilled (S1 S2 S3)', () => {
    fc.assert(
      fc.property(commands, (list: Command[]) => {
        const { spool, budget } = makeSpool();
        const model: { value: unknown; timestamp: number; windows: readonly unknown[] }[] = [];
        for (const command of list) {
          if (command.kind === 'add') {
            const { value } = command;
            const { timestamp, windows } = metadata[command.metadata]!;
            for (let i = 0; i < command.times; i++) {
              spool.add(value, metadata[command.metadata]!);
              model.push({ value, timestamp, windows });
            }
          } else {
            if (spool.heldBytes > 0) spool.spill();
            expect(spool.heldBytes).toBe(0);
          }
          expect(budget.usedBytes).toBe(spool.heldBytes);
        }
        expect(spool.length).toBe(model.length);
        expect(spool.minTimestamp).toBe(Math.min(...model.map(({ timestamp }) => timestamp)));
        expect(read(spool)).toEqual(model);
      }),
      { numRuns: 150 },
    );
  });

  it('can be spilled and added to between any two elements of a reader', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(40), fc.nat(40), (count, spillAt, againAt) => {
        const { spool } = makeSpool();
        for (let i = 0; i < count; i++) spool.add(i, metadata[i % 3]!);
        const seen: unknown[] = [];
        let index = 0;
        for (const { value, metadata: at } of spool.read()) {
          expect(at.timestamp).toBe(metadata[index % 3]!.timestamp);
          seen.push(value);
          if (index === spillAt || index === againAt) {
            spool.spill();
            spool.add('late', metadata[0]!);
          }
          index++;
        }
        expect(seen).toEqual(Array.from({ length: count }, (_, i) => i));
      }),
    );
  });

  it('holds no memory for elements that are on disk, their metadata included', () => {
    const { spool, budget } = makeSpool();
    for (let i = 0; i < 10_000; i++) spool.add(i, { ...ROOT_METADATA, timestamp: i, windows });
    expect(budget.usedBytes).toBeGreaterThan(10_000 * 100);
    spool.spill();
    expect(budget.usedBytes).toBe(0);
    expect(read(spool).map(({ timestamp }) => timestamp)).toEqual(
      Array.from({ length: 10_000 }, (_, i) => i),
    );
  });

  it('shares the metadata of neighbours with equal metadata after reading them from disk', () => {
    const { spool } = makeSpool();
    for (let i = 0; i < 3; i++) spool.add(i, metadata[0]!);
    spool.spill();
    const seen = new Set<Metadata>();
    for (const { metadata: at } of spool.read()) seen.add(at);
    expect(seen.size).toBe(1);
  });

  it('names step, line and element of a value that cannot be written', () => {
    const { spool } = makeSpool();
    expect(() => spool.add({ id: 1, call: () => 1 }, metadata[0]!)).toThrowError(
      expect.objectContaining({
        code: 'E_NO_CODER',
        message: expect.stringContaining('$.call'),
        place: { step: 'Make', callSite: 'file.ts:1:1', element: expect.stringContaining('"id":1') },
      }),
    );
  });

  it('passes on that the disk is full, and still gives back its memory and its file', () => {
    const { spool, budget, disk } = makeSpool(new MemoryBudget(BIG), new MemoryDisk(10));
    spool.add('more than ten bytes', metadata[0]!);
    expect(() => spool.spill()).toThrowError(expect.objectContaining({ code: 'E_IO' }));
    spool.close();
    expect(budget.usedBytes).toBe(0);
    expect(disk.openFiles).toBe(0);
  });

  it('is not read after it was closed', () => {
    const { spool } = makeSpool();
    spool.add(1, { ...ROOT_METADATA, windows: [GLOBAL_WINDOW] });
    spool.close();
    expect(() => read(spool)).toThrowError(BeamError);
  });
});
