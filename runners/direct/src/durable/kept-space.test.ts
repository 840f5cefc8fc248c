import {
  ByteWriter,
  type Coder,
  GenericCoder,
  GLOBAL_WINDOW,
  GlobalWindowCoder,
  IntervalWindow,
  IntervalWindowCoder,
} from '@hornbeam/sdk/model';
import { expect, test } from 'vitest';
import { coderText } from '../hosts/kept/coder-text.js';
import { cellSpace, keySpace } from '../hosts/kept/kept-cells.js';
import { groupSpace, valueSpace } from '../hosts/kept/kept-groups.js';
import { METRIC_SPACE } from '../hosts/kept/kept-metrics.js';
import { residualSpace } from '../hosts/kept/kept-residuals.js';
import { timerSpace } from '../hosts/kept/kept-timers.js';
import { waitingSpace, windowSpace } from '../hosts/kept/kept-windows.js';
import { numberKey } from '../hosts/kept/number-key.js';
import { keptSpace, keyText } from './kept-space.js';
import { outboxSpace } from './outbox.js';
import { RUN_SPACE } from './run-record.js';

const none = new Set<string>();

test('the name of every space says its step', () => {
  const names = [
    keySpace,
    groupSpace,
    valueSpace,
    residualSpace,
    timerSpace,
    waitingSpace,
    windowSpace,
    outboxSpace,
  ];
  const step = 'outer/state of: it';
  const abouts = names.map((nameOf) => {
    const space = keptSpace(nameOf(step), none);
    expect(space.step).toBe(step);
    return space.about;
  });
  expect(new Set(abouts).size).toBe(names.length);
  for (const kind of ['queue', 'side', 'group']) expect(keptSpace(`${kind}:a/b.main`, none).step).toBe('a/b');
  for (const name of [RUN_SPACE, METRIC_SPACE]) expect(keptSpace(name, none).step).toBeUndefined();
  expect(keptSpace('something else', none)).toMatchObject({ step: undefined, about: 'something else' });
});

test('a cell belongs to a step that is known, where a name could be read in two ways', () => {
  const name = cellSpace('a: b', 'c: d');
  expect(keptSpace(name, new Set(['a: b']))).toMatchObject({ step: 'a: b', about: 'state "c: d"' });
  expect(keptSpace(name, new Set(['a']))).toMatchObject({ step: 'a', about: 'state "b: c: d"' });
  expect(keptSpace(cellSpace('a', 'c'), none)).toMatchObject({ step: 'a', about: 'state "c"' });
});

const written = (...parts: readonly (readonly [Coder<any>, unknown])[]): Uint8Array => {
  const writer = new ByteWriter();
  for (const [coder, value] of parts) coder.encode(value, writer);
  return writer.finish();
};

test('keys are shown as what they stand for', () => {
  const key = GenericCoder.canonical;
  const global = [new GlobalWindowCoder(), key] as const;
  const interval = [new IntervalWindowCoder(), key] as const;
  const forms = (coders: readonly Coder<any>[]) => coders.map(coderText).join(', ');
  const show = (name: string, coders: readonly Coder<any>[], bytes: Uint8Array) =>
    keyText(keptSpace(name, none), forms(coders), bytes);
  const inGlobal = written([global[0], GLOBAL_WINDOW], [key, 'card 7']);
  expect(show(cellSpace('a', 'c'), global, inGlobal)).toBe('"card 7"');
  const inHour = written([interval[0], new IntervalWindow(0, 3_600_000)], [key, 'card 7']);
  expect(show(groupSpace('a'), interval, inHour)).toBe(
    '"card 7" [1970-01-01T00:00:00.000Z, 1970-01-01T01:00:00.000Z)',
  );
  expect(show(windowSpace('a'), [global[0]], written([global[0], GLOBAL_WINDOW]))).toBe('global window');
  expect(show(valueSpace('a'), [key], numberKey(12))).toBe('12');
  const piece = new Uint8Array(16);
  piece.set(numberKey(9));
  expect(show(outboxSpace('a'), [key], piece)).toBe('epoch 9, piece 1');
  expect(show(outboxSpace('a'), [key], new Uint8Array())).toBe('last epoch written');
  const timer = new ByteWriter();
  timer.writeBytes(inGlobal);
  timer.writePrefixedText('alarm');
  timer.writePrefixedText('');
  expect(show(timerSpace('a'), global, timer.finish())).toBe('"card 7" timer "alarm"');
});

test('keys that cannot be read are shown as bytes', () => {
  const space = keptSpace(cellSpace('a', 'c'), none);
  expect(keyText(space, 'global_window, row#12ab', Uint8Array.of(0x4b, 0x31))).toBe('"K1"');
  expect(keyText(space, '', Uint8Array.of(0xff, 0))).toBe('0xff00');
  expect(keyText(space, 'global_window, string_utf8', Uint8Array.of(200, 1))).toBe('0xc801');
  expect(keyText(space, '', new Uint8Array(50))).toMatch(/^0x(00){40}… \(50 bytes\)$/);
});
