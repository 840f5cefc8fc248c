import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { DirectRunner } from '@hornbeam/direct';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { printedRun } from '../printed-run.js';
import accounts from './accounts.js';
import { samples } from './inputs.js';
import report from './pipeline.js';

const runner = new DirectRunner();
const reportFiles = [
  'by-account.csv',
  'by-account.jsonl',
  'by-currency.csv',
  'by-currency.jsonl',
  'rejected.jsonl',
  'report.txt',
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daily-report-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const fileText = (path: string): string => {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};
const written = (name: string): string => fileText(join(folder, 'report', name));
const expected = (name: string): string =>
  fileText(fileURLToPath(new URL(`./expected/${name}`, import.meta.url)));

/** The lines of a CSV file without quotes, as objects. */
function csvRows(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const names = head.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, fields[i] ?? '']));
  });
}

/** Runs the report into the folder `report` of the test. */
const runReport = (options: Record<string, string> = {}) =>
  printedRun(runner, report, { output: join(folder, 'report'), ...options });

/** Runs the report on inputs of a test; each is the text of a CSV file. */
function reportOf(inputs: { purchases: string; accounts?: string; rates?: string; date?: string }) {
  const { date, ...files } = {
    accounts: 'customer,opened,currency\n00001,1998-01-01,CAD\n00002,1998-01-02,USD\n',
    rates: 'currency,perDollar,minorDigits\nCAD,1.50,2\nUSD,1,2\nJPY,100,0\n',
    ...inputs,
  };
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(folder, `${name}.csv`);
    writeFileSync(path, text);
    return [name, path];
  });
  return runReport({ ...Object.fromEntries(paths), ...(date === undefined ? {} : { date }) });
}

const log = (...rows: string[]): string => ['customer,date,units,dollars', ...rows, ''].join('\n');

describe('the daily financial report of the real purchases', () => {
  it('writes the expected files, and prints what is in report.txt', async () => {
    const { lines } = await runReport();
    expect(readdirSync(join(folder, 'report')).sort()).toEqual(reportFiles);
    for (const name of reportFiles) expect(written(name), name).toBe(expected(name));
    expect(lines).toEqual(expected('report.txt').trimEnd().split('\n'));
  });

  it.each(['1998-06-30', '1998-02-14', '1997-01-01'])('adds up as a plain loop does on %s', async (date) => {
    await runReport({ date });
    const account = new Map(csvRows(fileText(samples.accounts)).map((row) => [row.customer, row]));
    const rate = new Map(csvRows(fileText(samples.rates)).map((row) => [row.currency, row]));
    const eve = new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
    const byCurrency = new Map<string, number[]>();
    const byCustomer = new Map<string, number[]>();
    const add = (totals: Map<string, number[]>, key: string, amounts: number[]) => {
      const before = totals.get(key) ?? amounts.map(() => 0);
      totals.set(
        key,
        amounts.map((amount, i) => amount + before[i]!),
      );
    };
    for (const row of csvRows(fileText(samples.purchases))) {
      if (row.date !== date && row.date !== eve) continue;
      const currency = account.get(row.customer)?.currency ?? 'USD';
      const { perDollar, minorDigits } = rate.get(currency)!;
      const cents = Math.round(Number(row.dollars) * 100);
      // Amounts are small and rates have two decimals: this is a fraction of whole numbers, exact enough to round.
      const hundredths = Math.round(Number(perDollar) * 100);
      const local = Math.round((cents * hundredths) / 10 ** (4 - Number(minorDigits)));
      const amounts = row.date === date ? [1, Number(row.units), cents, 0, local] : [0, 0, 0, cents, 0];
      add(byCurrency, currency, amounts);
      add(byCustomer, row.customer!, amounts);
    }
    const fromFile = (name: string, key: string, minorDigits: (row: Record<string, string>) => number) =>
      csvRows(written(name)).map((row) => [
        row[key],
        [
          Number(row.purchases),
          Number(row.units),
          Math.round(Number(row.usd) * 100),
          Math.round(Number(row.usdBefore) * 100),
          Math.round(Number(row.local) * 10 ** minorDigits(row)),
        ],
      ]);
    const digits = (row: Record<string, string>) => Number(rate.get(row.currency!)!.minorDigits);
    const sortedEntries = (totals: Map<string, number[]>) => [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
    expect(byCurrency.size).toBeGreaterThan(3);
    expect(fromFile('by-currency.csv', 'currency', digits)).toEqual(sortedEntries(byCurrency));
    expect(fromFile('by-account.csv', 'customer', digits)).toEqual(
      sortedEntries(byCustomer).filter(([, [purchases]]) => purchases! > 0),
    );
  });

  it('says the same in CSV and in JSON', async () => {
    await runReport();
    for (const name of ['by-currency', 'by-account']) {
      const json = written(`${name}.jsonl`)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const asText = json.map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, value]) => [key, String(value)])),
      );
      expect(asText).toEqual(csvRows(written(`${name}.csv`)));
    }
  });

  it('does not depend on the order of the log', async () => {
    const [head = '', ...rows] = fileText(samples.purchases).trimEnd().split('\n');
    const purchases = join(folder, 'reversed.csv');
    writeFileSync(purchases, `${[head, ...rows.reverse()].join('\n')}\n`);
    await runReport({ purchases });
    for (const name of reportFiles) expect(written(name), name).toBe(expected(name));
  });

  it('has an account table that is what its pipeline derives', async () => {
    const output = join(folder, 'accounts.csv');
    await printedRun(runner, accounts, { output });
    expect(fileText(output)).toBe(fileText(samples.accounts));
  });
});

describe('the daily financial report on other inputs', () => {
  it('compares with the day before, of which accounts without sales of the day are a part', async () => {
    const { lines } = await reportOf({
      purchases: log('00001,1998-03-01,2,30.00', '00001,1998-02-28,1,20.00', '00002,1998-02-28,1,5.00'),
    });
    expect(written('by-currency.csv')).toBe(
      'currency,purchases,units,usd,usdBefore,changePercent,local\n' +
        'CAD,1,2,30.00,20.00,+50.0,45.00\n' +
        'USD,0,0,0.00,5.00,-100.0,0.00\n',
    );
    expect(written('by-account.csv')).toBe(
      'customer,opened,currency,purchases,units,usd,usdBefore,changePercent,local\n' +
        '00001,1998-01-01,CAD,1,2,30.00,20.00,+50.0,45.00\n',
    );
    expect(lines[0]).toBe('Daily financial report of 1998-03-01');
  });

  it('adds many small amounts without an error', async () => {
    await reportOf({ purchases: log(...Array.from({ length: 1000 }, () => '00002,1998-03-01,1,0.10')) });
    expect(written('by-account.csv')).toContain('00002,1998-01-02,USD,1000,1000,100.00,0.00,,100.00\n');
  });

  it('takes refunds as negative amounts', async () => {
    await reportOf({ purchases: log('00001,1998-03-01,1,10.00', '00001,1998-03-01,1,-10.01') });
    expect(written('by-currency.csv')).toContain('CAD,2,2,-0.01,0.00,,-0.02\n');
  });

  it('reports a day without sales', async () => {
    const { lines } = await reportOf({ purchases: log('00001,1998-03-01,2,30.00'), date: '1998-03-02' });
    expect(lines).toEqual([
      'Daily financial report of 1998-03-02',
      '',
      'currency  purchases  units   USD  USD before  change %  local',
      'CAD               0      0  0.00       30.00    -100.0   0.00',
      'total             0      0  0.00       30.00    -100.0',
      '',
      'No purchases.',
      '',
      '0 rejected',
    ]);
    expect(written('by-account.csv').split('\n')).toHaveLength(2);
    expect(written('by-account.jsonl')).toBe('');
  });

  it('reports a log without any sales', async () => {
    const { lines } = await reportOf({ purchases: log() });
    expect(lines).toEqual(['Daily financial report: no purchases, 0 rejected']);
    expect(written('by-currency.csv')).toBe('currency,purchases,units,usd,usdBefore,changePercent,local\n');
  });

  it('puts rows that are no purchases into a file, with their places, and counts the others', async () => {
    const bad = [
      ['00001,1998-03-01,2', '3 fields'],
      ['00001,1998-02-30,2,30.00', 'date'],
      ['1,1998-03-01,2,30.00', 'customer: must be 5 digits'],
      ['00001,1998-03-01,two,30.00', 'units'],
      ['00001,1998-03-01,0,30.00', 'units'],
      ['00001,1998-03-01,1,30', 'dollars: must be dollars and cents'],
      ['00001,1998-03-01,1,$30.00', 'dollars: must be dollars and cents'],
    ] as const;
    const { lines } = await reportOf({
      purchases: log('00001,1998-03-01,1,1.00', ...bad.map(([row]) => row), '00002,1998-03-01,1,2.00'),
    });
    const rejected = written('rejected.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .sort((a, b) => Number(a.line) - Number(b.line));
    expect(rejected).toEqual(
      bad.map(([record, reason], i) => ({
        reason: expect.stringContaining(reason),
        file: join(folder, 'purchases.csv'),
        line: 3 + i,
        record,
      })),
    );
    expect(lines.at(-1)).toBe('7 rejected');
    expect(lines.find((line) => line.startsWith('total'))).toMatch(/^total +2 +2 +3\.00/);
  });

  it('rejects sales in a currency without a rate', async () => {
    const { lines } = await reportOf({
      purchases: log('00003,1998-03-01,1,9.00', '00002,1998-03-01,1,2.00'),
      accounts: 'customer,opened,currency\n00002,1998-01-01,USD\n00003,1998-01-01,XAU\n',
    });
    expect(JSON.parse(written('rejected.jsonl'))).toEqual({
      reason: 'no rate for XAU, the currency of account 00003',
      record: '00003,1998-03-01,1,9.00',
    });
    expect(lines.at(-1)).toBe('1 rejected');
    expect(csvRows(written('by-currency.csv')).map(({ currency }) => currency)).toEqual(['USD']);
  });

  it('counts money once when a customer has two accounts: the one opened last is used', async () => {
    await reportOf({
      purchases: log('00001,1998-03-01,1,10.00'),
      accounts: 'customer,opened,currency\n00001,1998-02-01,JPY\n00001,1998-01-01,CAD\n',
    });
    expect(csvRows(written('by-currency.csv'))).toMatchObject([
      { currency: 'JPY', usd: '10.00', local: '1000' },
    ]);
  });

  it('settles customers without an account in dollars and says how many there are', async () => {
    const { lines } = await reportOf({
      purchases: log('00009,1998-03-01,1,9.00', '00001,1998-03-01,1,2.00'),
    });
    expect(lines).toContain('1 of 2 purchases by customers without an account, settled in USD');
    expect(csvRows(written('by-account.csv')).at(-1)).toMatchObject({ customer: '00009', opened: '' });
  });

  it('orders accounts by sales, equal ones by number, and shows ten', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `000${10 + i},1998-03-01,1,${i < 2 ? 5 : 12 - i}.00`);
    const { lines } = await reportOf({ purchases: log(...rows) });
    const first = lines.findIndex((line) => line.startsWith('customer')) + 1;
    const shown = lines.slice(first, lines.indexOf('', first)).map((line) => line.slice(0, 5));
    expect(shown).toEqual([12, 13, 14, 15, 16, 10, 11, 17, 18, 19].map((n) => `000${n}`));
  });

  it.each([
    ['rates', 'currency,perDollar,minorDigits\nUSD,one,2\n'],
    ['accounts', 'customer,opened,currency\n00001,yesterday,USD\n'],
  ])('fails on bad %s and writes nothing', async (name, text) => {
    const failing = reportOf({ purchases: log('00001,1998-03-01,1,1.00'), [name]: text });
    await expect(failing).rejects.toMatchObject({
      code: 'E_BAD_RECORD',
      place: { path: `${join(folder, `${name}.csv`)}:2` },
    });
    expect(existsSync(join(folder, 'report')) ? readdirSync(join(folder, 'report')) : []).toEqual([]);
  });

  it('refuses a date that is none', async () => {
    await expect(runReport({ date: '1998-02-30' })).rejects.toMatchObject({ code: 'E_BAD_OPTION' });
  });
});
