import type { JobSnapshot, StepSnapshot } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { describe, expect, it } from 'vitest';
import { recordingHost } from '../recording-host.fixture.js';
import { palette } from '../terminal/palette.js';
import { textWidth } from '../terminal/text-width.js';
import { JsonReporter } from './json-reporter.js';
import { LineReporter } from './line-reporter.js';
import { liveBlock } from './live-block.js';
import { logLine } from './log-line.js';
import { RateMeter } from './rate-meter.js';
import { metricText, summary } from './summary.js';

const plain = palette(false);

const step = (name: string, facts: Partial<StepSnapshot> = {}): StepSnapshot => ({
  name,
  callSite: '/project/pipe.ts:12:3',
  elementsIn: 10,
  elementsOut: 20,
  failures: 0,
  state: 'running',
  ...facts,
});

const snapshot = (facts: Partial<JobSnapshot> = {}): JobSnapshot => ({
  state: 'RUNNING',
  elapsedMillis: 1500,
  steps: [step('Read', { state: 'done' }), step('words'), step('Count', { state: 'waiting' })],
  metrics: [],
  spilledBytes: 0,
  ...facts,
});

const result = (facts: Partial<JobSnapshot> = {}) => ({
  ...snapshot({ state: 'DONE', ...facts }),
  jobName: 'job',
  metric: () => undefined,
});

const start = { jobName: 'job', jobId: '1', runner: 'direct' };

describe('the block on a terminal', () => {
  const block = (columns: number, rows: number, facts: Partial<JobSnapshot> = {}): string[] =>
    liveBlock({
      jobName: 'job',
      snapshot: snapshot(facts),
      rateOf: () => 1234,
      columns,
      rows,
      frame: 0,
      paint: plain,
    });

  it('shows counts and rate of every step', () => {
    expect(block(80, 24)).toEqual([
      '⠋ job  1.5 s, 1 of 3 steps done',
      '  step                  in     out    rate  errors',
      '✔ Read                  10      20               0',
      '▸ words                 10      20  1.2k/s       0',
      '· Count                 10      20               0',
    ]);
  });

  it('is never wider than the terminal, and gives columns up for the names', () => {
    const steps = [step('a/very/long/name/of/a/step/in/many/composites'), step('日本語の名前'.repeat(4))];
    for (let columns = 12; columns < 120; columns++) {
      for (const line of block(columns, 24, { steps })) expect(textWidth(line)).toBeLessThan(columns);
    }
    expect(block(40, 24, { steps })[1]).not.toContain('errors');
    expect(block(30, 24, { steps })[1]).toMatch(/step .*out/);
  });

  it('keeps the errors in sight when there are some', () => {
    const steps = [step('words', { failures: 7 })];
    expect(block(45, 24, { steps })[1]).toContain('errors');
  });

  it('never has more rows than the terminal, and shows the steps that are at work', () => {
    const steps = Array.from({ length: 40 }, (_, i) =>
      step(`step ${i}`, { state: i === 30 ? 'running' : 'waiting' }),
    );
    const lines = block(80, 12, { steps });
    expect(lines.length).toBeLessThan(12);
    expect(lines.join('\n')).toContain('▸ step 30');
    expect(lines.at(-1)).toBe('  … 32 more steps');
  });
});

describe('rates', () => {
  it('are those of the last two seconds', () => {
    const meter = new RateMeter();
    const at = (elapsedMillis: number, elementsOut: number): void =>
      meter.add(snapshot({ elapsedMillis, steps: [step('s', { elementsOut })] }));
    expect(meter.of('s')).toBe(0);
    at(0, 0);
    at(1000, 1_000_000);
    expect(meter.of('s')).toBeCloseTo(1_000_000, -2);
    for (let t = 1100; t <= 6000; t += 100) at(t, 1_000_000 + (t - 1000));
    expect(meter.of('s')).toBeCloseTo(1000);
  });

  it('count what a filter takes and what a source makes', () => {
    const meter = new RateMeter();
    meter.add(snapshot({ elapsedMillis: 0, steps: [step('filter', { elementsIn: 0, elementsOut: 0 })] }));
    meter.add(
      snapshot({ elapsedMillis: 1000, steps: [step('filter', { elementsIn: 500, elementsOut: 1 })] }),
    );
    expect(meter.of('filter')).toBe(500);
  });
});

describe('the summary', () => {
  it('has state, time, steps with their lines, metrics and what went to disk', () => {
    const facts = snapshot({
      state: 'DONE',
      steps: [step('Read', { failures: 3 }), step('Count', { callSite: undefined })],
      metrics: [{ step: 'Read', name: 'words', value: { kind: 'counter', value: 1234 } }],
      spilledBytes: 5 * 1024 ** 2,
    });
    expect(summary('job', facts, plain)).toEqual([
      'job: done in 1.5 s',
      '  step   line        in  out  errors',
      '  Read   pipe.ts:12  10   20       3',
      '  Count              10   20',
      '  metrics',
      '  words  Read  1,234',
      '  5.0 MiB went through temporary files',
    ]);
  });

  it('leaves the lines out on a narrow terminal', () => {
    expect(summary('job', snapshot(), plain, 20)[1]).toBe('  step   in  out');
  });

  it('writes every kind of metric', () => {
    expect(metricText({ kind: 'distribution', count: 4, sum: 10, min: 1, max: 4 })).toBe(
      '4 values, 1 to 4, mean 2.5',
    );
    expect(metricText({ kind: 'distribution', count: 0, sum: 0, min: 0, max: 0 })).toBe('nothing yet');
    expect(metricText({ kind: 'gauge', value: 7, at: 0 })).toBe('7');
    expect(metricText({ kind: 'stringSet', values: Array.from({ length: 12 }, (_, i) => `v${i}`) })).toMatch(
      /, … \(12\)$/,
    );
  });
});

describe('a log record', () => {
  it('is one line with time, level, step and details, whatever it holds', () => {
    const record = { severity: 'warn', message: 'two\nlines', step: 'Parse', details: { line: 7n } } as const;
    expect(logLine(record, Date.UTC(2026, 0, 2, 3, 4, 5), plain)).toBe(
      '03:04:05 warn  [Parse] two⏎lines {"line":7n}',
    );
  });
});

describe('lines for files and build servers', () => {
  const reporter = (facts: Partial<ConstructorParameters<typeof LineReporter>[0]> = {}) => {
    const host = recordingHost();
    return {
      host,
      reporter: new LineReporter({
        host,
        paint: plain,
        logLevel: 'info',
        quiet: false,
        steps: false,
        ...facts,
      }),
    };
  };

  it('come with changes of state and every ten seconds, and all on stderr', () => {
    const { host, reporter: lines } = reporter();
    lines.started(start);
    for (let elapsedMillis = 0; elapsedMillis <= 25_000; elapsedMillis += 100)
      lines.tick(snapshot({ elapsedMillis }));
    lines.ended({ result: result() });
    expect(host.texts.stdout).toBe('');
    expect(host.texts.stderr.split('\n').slice(0, 4)).toEqual([
      'job: running on the direct runner',
      'job: 10.0 s, 1 of 3 steps done, 60 elements made',
      'job: 20.0 s, 1 of 3 steps done, 60 elements made',
      'job: done in 1.5 s',
    ]);
  });

  it('say so while a runner has counted nothing', () => {
    const { host, reporter: lines } = reporter();
    lines.started(start);
    lines.tick(snapshot({ elapsedMillis: 10_000, steps: [] }));
    expect(host.texts.stderr).toContain('job: 10.0 s, nothing counted yet\n');
  });

  it('tell of each step that begins or ends when asked', () => {
    const { host, reporter: lines } = reporter({ steps: true });
    lines.tick(snapshot());
    lines.tick(snapshot());
    expect(host.texts.stderr).toBe('1.5 s Read: done (10 in, 20 out)\n1.5 s words: running\n');
  });

  it('are only logs when quiet, and only those that are loud enough', () => {
    const { host, reporter: lines } = reporter({ quiet: true, logLevel: 'warn' });
    lines.started(start);
    lines.log({ severity: 'info', message: 'soft' });
    lines.log({ severity: 'error', message: 'loud' });
    lines.note('note');
    lines.ended({ result: result() });
    expect(host.texts.stderr).toBe('00:00:00 error loud\n');
  });
});

describe('events', () => {
  const events = (text: string): any[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('have version, type and time, and end with the result', () => {
    const host = recordingHost();
    const reporter = new JsonReporter(host, 'info');
    reporter.started(start);
    reporter.log({ severity: 'debug', message: 'hidden' });
    reporter.log({ severity: 'info', message: 'seen', details: { big: 1n, at: new Date(0) } });
    reporter.tick(snapshot({ elapsedMillis: 1500.7 }));
    reporter.tick(snapshot({ elapsedMillis: 1600 }));
    reporter.ended({ result: result() });
    const seen = events(host.texts.stdout);
    expect(seen.map(({ v, type, ts }) => [v, type, ts])).toEqual(
      ['start', 'log', 'progress', 'result'].map((type) => [1, type, '1970-01-01T00:00:00.000Z']),
    );
    expect(seen[1]).toMatchObject({ message: 'seen', details: { big: '1', at: '1970-01-01T00:00:00.000Z' } });
    expect(seen[2]).toMatchObject({ elapsedMillis: 1501, steps: [{ name: 'Read' }, {}, {}] });
    expect(seen[3]).toMatchObject({ state: 'DONE', jobName: 'job', runner: 'direct' });
    expect(host.texts.stderr).toBe('');
  });

  it('carry the error of a run that failed, also of one that never began', () => {
    const host = recordingHost();
    const reporter = new JsonReporter(host, 'info');
    const error = new BeamError('E_USER', 'bad', { step: 's', element: '3', help: 'h' });
    reporter.ended({ error, snapshot: undefined });
    reporter.ended({ error: new BeamError('E_CANCELLED', 'stopped'), snapshot: snapshot() });
    const [failed, cancelled] = events(host.texts.stdout);
    expect(failed).toMatchObject({
      type: 'result',
      state: 'FAILED',
      error: { code: 'E_USER', message: 'bad', step: 's', element: '3', help: 'h', exitCode: 1 },
    });
    expect(cancelled).toMatchObject({ state: 'CANCELLED', elapsedMillis: 1500, error: { exitCode: 130 } });
  });

  it('show details that are no JSON as text', () => {
    const host = recordingHost();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    new JsonReporter(host, 'info').log({ severity: 'info', message: 'm', details: circle });
    expect(typeof events(host.texts.stdout)[0].details).toBe('string');
  });
});
