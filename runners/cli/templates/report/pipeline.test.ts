import { DirectRunner } from '@hornbeam/direct';
import { collect } from '@hornbeam/sdk/testing';
import { expect, test } from 'vitest';
import { byRegion, type Sale } from './pipeline.js';

const sale = (region: string, cents: number): Sale => ({
  date: '2026-03-01',
  region,
  product: 'lamp',
  cents,
});

test('turnover is summed by region, to the cent', async () => {
  const sales = [sale('north', 10), sale('south', 5), sale('north', 20)];
  const report = await collect((p) => p.create(sales).apply(byRegion), { runner: new DirectRunner() });
  expect(report.sort((a, b) => (a.region < b.region ? -1 : 1))).toEqual([
    { region: 'north', sales: 2, turnover: '0.30' },
    { region: 'south', sales: 1, turnover: '0.05' },
  ]);
});
