import { Elements } from '@hornbeam/proto/services';
import { describe, expect, it } from 'vitest';
import { OutboxStream } from './outbox-stream.js';

const memory = (size = 16) => new Uint8Array(size).fill(0xee);

describe('The message of a sink or a timer family', () => {
  it('is read by the generated code as one entry with all its elements', () => {
    const stream = new OutboxStream('bundle-1', 'sink', undefined, memory());
    stream.writer.writePrefixedText('one');
    stream.writer.writePrefixedText('two');
    expect(stream.length).toBe(8);
    const expected = Uint8Array.of(3, 111, 110, 101, 3, 116, 119, 111);
    expect(stream.elements()).toEqual(expected);
    expect(Elements.decode(stream.end(false))).toEqual(
      Elements.create({
        data: [{ instructionId: 'bundle-1', transformId: 'sink', data: expected, isLast: false }],
      }),
    );
  });

  it('names the family of timers, and the end is an entry behind them', () => {
    const stream = new OutboxStream('bundle-1', 'step', 'expiry', memory());
    const place = { instructionId: 'bundle-1', transformId: 'step', timerFamilyId: 'expiry' };
    stream.writer.writeByte(7);
    expect(Elements.decode(stream.end(true))).toEqual(
      Elements.create({
        timers: [
          { ...place, timers: Uint8Array.of(7), isLast: false },
          { ...place, timers: new Uint8Array(), isLast: true },
        ],
      }),
    );
  });

  it('is the end alone where nothing was written', () => {
    const stream = new OutboxStream('bundle-1', 'sink', undefined, memory());
    expect(Elements.decode(stream.end(true)).data).toEqual([
      { instructionId: 'bundle-1', transformId: 'sink', data: new Uint8Array(), isLast: true },
    ]);
  });

  it.each([0, 1, 127, 128, 16_383, 16_384, 3_000_000])('holds %i bytes', (size) => {
    const stream = new OutboxStream('b', 's', undefined, memory());
    const bytes = Uint8Array.from({ length: size }, (_, i) => i);
    stream.writer.writeBytes(bytes);
    const { data } = Elements.decode(stream.end(true));
    expect(data.map(({ isLast }) => isLast)).toEqual(size === 0 ? [true] : [false, true]);
    expect(Buffer.compare(data[0]!.data, bytes)).toBe(0);
  });

  it('leaves the one before as it was when the next is written', () => {
    const stream = new OutboxStream('b', 's', undefined, memory(64));
    stream.writer.writeByte(1);
    const first = stream.end(false);
    const before = stream.next(memory(64));
    expect(first.buffer).toBe(before.buffer);
    stream.writer.writeByte(2);
    const second = stream.end(true);
    expect(Elements.decode(first).data[0]).toMatchObject({ data: Uint8Array.of(1), isLast: false });
    expect(Elements.decode(second).data).toMatchObject([
      { data: Uint8Array.of(2), isLast: false },
      { data: new Uint8Array(), isLast: true },
    ]);
  });

  it('joined with those of others is a message with the entries of all', () => {
    const streams = ['a', 'b', 'c'].map((id) => new OutboxStream('bundle', id, undefined, memory()));
    for (const [at, { writer }] of streams.entries()) writer.writeByte(at);
    const whole = Buffer.concat(streams.map((stream) => stream.end(false)));
    expect(Elements.decode(whole).data.map(({ transformId, data }) => [transformId, ...data])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]);
  });
});
