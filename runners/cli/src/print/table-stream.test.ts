import { expect, test } from 'vitest';
import { recordingHost } from '../recording-host.fixture.js';
import { printer } from './printer.js';

/** The printer of an endless run, and what it has written since it was last asked. */
function endless() {
  const host = recordingHost();
  const { output, flush, finish } = printer('table', host, { isEndless: true });
  let read = 0;
  return {
    print: (element: unknown, step = 'print') => output.print(element, () => '', step),
    bundleEnds: () => output.flush(),
    tick: flush,
    finish,
    written() {
      const text = host.texts.stdout.slice(read);
      read = host.texts.stdout.length;
      return text;
    },
  };
}

test('rows come with every tick, under one head, as wide as the first ones need', () => {
  const { print, bundleEnds, tick, written } = endless();
  print({ name: 'long', n: 1 });
  bundleEnds();
  expect(written()).toBe('');
  print({ name: 'b', n: 22 });
  tick();
  expect(written()).toBe('name   n\n────  ──\nlong   1\nb     22\n');
  print({ name: 'longer', n: 3 });
  print({ name: 'c' });
  tick();
  expect(written()).toBe('longer   3\nc\n');
  tick();
  expect(written()).toBe('');
});

test('a screenful does not wait for a tick', () => {
  const { print, written } = endless();
  for (let n = 0; n < 49; n++) print(n);
  expect(written()).toBe('');
  print(49);
  expect(written().split('\n')).toHaveLength(51);
});

test('a field that was not there before gives a new head', () => {
  const { print, tick, written } = endless();
  print({ a: 1 });
  tick();
  print({ a: 2, b: 'x' });
  tick();
  expect(written()).toBe('a\n─\n1\n\na  b\n─  ─\n2  x\n');
});

test('where steps take turns, each says its name', () => {
  const { print, tick, written } = endless();
  print({ a: 1 }, 'First');
  tick();
  print({ b: 2 }, 'Second');
  tick();
  print({ a: 3 }, 'First');
  tick();
  expect(written()).toBe('a\n─\n1\n\nSecond\nb\n─\n2\n\nFirst\na\n─\n3\n');
});

test('the end brings out what waits', async () => {
  const { print, finish, written } = endless();
  print('x');
  await finish();
  expect(written()).toBe('x\n');
});

test('steps that print from the beginning all say their names', () => {
  const { print, tick, written } = endless();
  print({ a: 1 }, 'First');
  print({ b: 2 }, 'Second');
  tick();
  expect(written()).toBe('First\na\n─\n1\n\nSecond\nb\n─\n2\n');
});
