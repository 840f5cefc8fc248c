import { expect, test } from 'vitest';
import type { Host } from '../host.js';
import { recordingHost } from '../recording-host.fixture.js';
import { printedRow } from './printed-row.js';
import { type PrintFormat, printer } from './printer.js';

interface Printed {
  readonly element: unknown;
  readonly text?: string;
  readonly step?: string;
}

async function print(format: PrintFormat, printed: readonly Printed[], host: Host): Promise<void> {
  const { output, finish } = printer(format, host);
  for (const { element, text = String(element), step = 'print' } of printed) {
    await output.print(element, () => text, step);
  }
  await output.flush();
  await finish();
}

const stdout = async (format: PrintFormat, printed: readonly Printed[]): Promise<string> => {
  const host = recordingHost();
  await print(format, printed, host);
  return host.texts.stdout;
};

const rows: Printed[] = [
  { element: { name: 'a', n: 1 } },
  { element: { name: 'b|c "d"', n: 22, more: { deep: true } } },
];

test('fields become columns, with dots where objects are in objects', () => {
  expect([...printedRow({ key: 'k', value: { n: 1, tags: ['x'], none: null }, at: new Date(0) })]).toEqual([
    ['key', 'k'],
    ['value.n', 1],
    ['value.tags', '["x"]'],
    ['value.none', ''],
    ['at', '1970-01-01T00:00:00.000Z'],
  ]);
  expect([...printedRow('text')]).toEqual([['value', 'text']]);
  expect([...printedRow(7n)]).toEqual([['value', '7']]);
  expect([...printedRow({})]).toEqual([['value', '{}']]);
});

test('text is what the pipeline prints', async () => {
  expect(
    await stdout('text', [
      { element: 1, text: 'one' },
      { element: 2, text: 'two' },
    ]),
  ).toBe('one\ntwo\n');
});

test('json is one element on each line, also of strings and of what JSON lacks', async () => {
  expect(await stdout('json', [{ element: 'a\nb' }, { element: { big: 5n } }])).toBe(
    '"a\\nb"\n{"big":"5"}\n',
  );
});

test('events carry the element and the step', async () => {
  expect(JSON.parse(await stdout('events', [{ element: { n: 1 }, step: 'Show' }]))).toEqual({
    v: 1,
    type: 'element',
    ts: '1970-01-01T00:00:00.000Z',
    step: 'Show',
    value: { n: 1 },
  });
});

test('a table is aligned, numbers to the right, and has the columns of all elements', async () => {
  expect(await stdout('table', rows)).toBe(
    ['name      n  more.deep', '───────  ──  ─────────', 'a         1', 'b|c "d"  22  true', ''].join('\n'),
  );
});

test('a table of plain values has no head', async () => {
  expect(await stdout('table', [{ element: 'x' }, { element: 'y' }])).toBe('x\ny\n');
});

test('markdown keeps bars in cells from becoming columns', async () => {
  expect(await stdout('md', rows)).toBe(
    [
      '| name | n | more.deep |',
      '| --- | ---: | --- |',
      '| a | 1 |  |',
      '| b\\|c "d" | 22 | true |',
      '',
    ].join('\n'),
  );
});

test('csv quotes what needs quotes', async () => {
  expect(await stdout('csv', rows)).toBe('name,n,more.deep\na,1,\n"b|c ""d""",22,true\n');
});

test('several print steps give several tables with their names', async () => {
  const printed = [
    { element: { a: 1 }, step: 'First' },
    { element: { b: 2 }, step: 'Second' },
  ];
  expect(await stdout('table', printed)).toBe('First\na\n─\n1\n\nSecond\nb\n─\n2\n');
});

test('a table that would be endless stops and says how much is missing', async () => {
  const host = recordingHost();
  await print(
    'table',
    Array.from({ length: 10_005 }, (_, n) => ({ element: n })),
    host,
  );
  expect(host.texts.stdout.split('\n')).toHaveLength(10_001);
  expect(host.texts.stderr).toBe(
    'note: 5 more rows of "print" are not in the table; --output json prints all of them\n',
  );
});

test('lines wait for a reader that is slow', async () => {
  let resume: () => void = () => undefined;
  const host = recordingHost();
  const slow: Host = {
    ...host,
    stdout: {
      ...host.stdout,
      write: () =>
        new Promise((resolve) => {
          resume = resolve;
        }),
    },
  };
  const { output } = printer('text', slow);
  const waiting = output.print('x', () => 'x'.repeat(100_000), 'print');
  expect(waiting).toBeInstanceOf(Promise);
  resume();
  await waiting;
});
