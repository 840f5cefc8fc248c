import { expect, test } from 'vitest';
import { byteSize, timeLimit } from './flag-values.js';

test('sizes are read with decimal and binary units', () => {
  expect(['512', '64k', '1.5GiB', '2 MB', '1kb'].map((text) => byteSize(text, '--memory-budget'))).toEqual([
    512, 65_536, 1_610_612_736, 2_000_000, 1000,
  ]);
});

test('times are read in every unit, seconds without one', () => {
  expect(['500ms', '90', '1.5s', '10m', '2h', '1d'].map((text) => timeLimit(text, '--timeout'))).toEqual([
    500, 90_000, 1500, 600_000, 7_200_000, 86_400_000,
  ]);
});

test.each(['', 'x', '-1', '0', '1tb', '1e3'])('%j is no size', (text) => {
  expect(() => byteSize(text, '--outbox-limit')).toThrow(
    expect.objectContaining({ code: 'E_USAGE', message: expect.stringContaining('--outbox-limit') }),
  );
});

// Node's timers fire at once when they are to wait longer than 24.8 days.
test.each(['', 'soon', '-1s', '0', '10 m', '25d'])('%j is no time limit', (text) => {
  expect(() => timeLimit(text, '--drain-timeout')).toThrow(
    expect.objectContaining({ code: 'E_USAGE', message: expect.stringContaining('--drain-timeout') }),
  );
});
