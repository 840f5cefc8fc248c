import { describe, expect, it } from 'vitest';
import { recordingHost } from '../recording-host.fixture.js';
import { amount, byteSize, counted, elapsed, rate } from './amounts.js';
import { columns } from './columns.js';
import { LiveArea } from './live-area.js';
import { palette, paletteFor } from './palette.js';
import { fit, pad, printable, textWidth } from './text-width.js';

describe('the width of text', () => {
  it('counts what a terminal draws: wide characters twice, marks and colours not at all', () => {
    expect(textWidth('abc')).toBe(3);
    expect(textWidth('日本')).toBe(4);
    expect(textWidth('🚀!')).toBe(3);
    expect(textWidth('e\u0301')).toBe(1);
    expect(textWidth(palette(true).red('abc'))).toBe(3);
  });

  it('is never exceeded by text that was made to fit', () => {
    for (const text of ['plain text', '日本語のテキスト', '🚀🚀🚀', 'e\u0301e\u0301e\u0301']) {
      for (let width = 0; width < 12; width++) expect(textWidth(fit(text, width))).toBeLessThanOrEqual(width);
    }
    expect(fit('abcdef', 4)).toBe('abc…');
    expect(fit('abcd', 4)).toBe('abcd');
  });

  it('is filled up on either side', () => {
    expect(pad('ab', 4)).toBe('ab  ');
    expect(pad('日', 4, 'start')).toBe('  日');
    expect(pad('abcdef', 4)).toBe('abcdef');
  });

  it('has no control characters after text was made printable, so that data cannot drive the terminal', () => {
    expect(printable('a\u001b[2Jb\u0007\nc\td\u009b')).toBe('a\\x1b[2Jb\\x07⏎c d\\x9b');
  });
});

describe('columns', () => {
  it('are as wide as their widest cell and end without blanks', () => {
    expect(
      columns(
        [
          ['a', '1', ''],
          ['long', '22', 'x'],
        ],
        ['left', 'right'],
      ),
    ).toEqual(['a      1', 'long  22  x']);
  });
});

describe('amounts', () => {
  it('are written for people', () => {
    expect(amount(1234567)).toBe('1,234,567');
    expect([rate(950.4), rate(1234), rate(123_456), rate(2_500_000)]).toEqual([
      '950/s',
      '1.2k/s',
      '123k/s',
      '2.5M/s',
    ]);
    expect([byteSize(512), byteSize(1536), byteSize(3 * 1024 ** 3)]).toEqual(['512 B', '1.5 KiB', '3.0 GiB']);
    expect([counted(1, 'step'), counted(2, 'step')]).toEqual(['1 step', '2 steps']);
  });

  it('of time never say 60 seconds or 60 minutes', () => {
    expect([0, 59_940, 59_960, 125_000, 3_599_600, 3_780_000].map(elapsed)).toEqual([
      '0.0 s',
      '59.9 s',
      '1 min 0 s',
      '2 min 5 s',
      '1 h 0 min',
      '1 h 3 min',
    ]);
  });
});

describe('colours', () => {
  const terminal = recordingHost({ isTerminal: true }).stderr;
  const file = recordingHost().stderr;

  it('are there on a terminal and nowhere else', () => {
    expect(paletteFor(terminal, {}).enabled).toBe(true);
    expect(paletteFor(terminal, { TERM: 'dumb' }).enabled).toBe(false);
    expect(paletteFor(file, {}).enabled).toBe(false);
  });

  it('obey the flag, then NO_COLOR, then FORCE_COLOR', () => {
    expect(paletteFor(terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }).enabled).toBe(false);
    expect(paletteFor(terminal, { NO_COLOR: '' }).enabled).toBe(true);
    expect(paletteFor(file, { FORCE_COLOR: '1' }).enabled).toBe(true);
    expect(paletteFor(terminal, { FORCE_COLOR: '0' }).enabled).toBe(false);
    expect(paletteFor(file, { FORCE_COLOR: '1' }, false).enabled).toBe(false);
  });
});

describe('the live area', () => {
  const up = (rows: number) => `\u001b[${rows}A\r\u001b[0J`;

  it('takes the block away before it draws the next, and before anything else is written', () => {
    const host = recordingHost({ isTerminal: true, columns: 80 });
    const area = new LiveArea(host.stderr);
    area.draw(['one', 'two']);
    expect(host.texts.stderr).toBe('\u001b[?25lone\ntwo\n');
    host.texts.stderr = '';
    area.draw(['three']);
    expect(host.texts.stderr).toBe(`${up(2)}three\n`);
    host.texts.stderr = '';
    area.above('log\n', () => host.stderr.write('log\n'));
    expect(host.texts.stderr).toBe(`${up(1)}log\n`);
  });

  it('does not draw onto a line that somebody has not ended', () => {
    const host = recordingHost({ isTerminal: true, columns: 80 });
    const area = new LiveArea(host.stderr);
    area.above('half ', () => undefined);
    area.draw(['block']);
    expect(host.texts.stderr).toBe('');
    area.above(new TextEncoder().encode('line\n'), () => undefined);
    area.draw(['block']);
    expect(host.texts.stderr).toContain('block');
  });

  it('counts the rows anew when the terminal has become narrower', () => {
    const sizes = { columns: 80 };
    let text = '';
    const area = new LiveArea({
      write: (more) => {
        text += more;
        return undefined;
      },
      isTerminal: true,
      get columns() {
        return sizes.columns;
      },
      rows: 24,
    });
    area.draw(['x'.repeat(50), 'short']);
    sizes.columns = 20;
    text = '';
    area.clear();
    // 50 characters take three rows of 20.
    expect(text).toBe(up(4));
  });

  it('takes a terminal of size 0 for one of 80 columns', () => {
    const host = recordingHost({ isTerminal: true, columns: 0, rows: 0 });
    const area = new LiveArea(host.stderr);
    area.draw(['x'.repeat(100), 'short']);
    host.texts.stderr = '';
    area.clear();
    expect(host.texts.stderr).toBe(up(3));
  });

  it('gives the cursor back once, however often it is closed', () => {
    const host = recordingHost({ isTerminal: true, columns: 80 });
    const area = new LiveArea(host.stderr);
    area.draw(['x']);
    area.close();
    area.close();
    expect(host.texts.stderr.split('\u001b[?25h')).toHaveLength(2);
  });
});
