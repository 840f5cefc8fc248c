import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Pipeline } from '@hornbeam/proto';
import { toJson } from '@hornbeam/proto/json';
import {
  coGroup,
  count,
  counter,
  fixed,
  int64,
  mean,
  optional,
  out,
  pipeline,
  type Root,
  row,
  StringUtf8Coder,
  string,
  sum,
  timestamp,
} from '@hornbeam/sdk';
import { CALL_SITE_ANNOTATION, fingerprint, validatePlan } from '@hornbeam/sdk/translate';
import { expect, test } from 'vitest';
import { planOf } from './plan-of.js';

/**
 * Plans as a released version wrote them. Runs that are stored with a plan must still be understood, so later
 * versions have to write the same; a new kind of step gets a new pipeline here, in the folder of its version.
 * With `HORNBEAM_WRITE_GOLDENS=1` files that are missing are written, never one that is there.
 */
const folder = new URL('../golden/plans/', import.meta.url);

const Sale = row({ id: int64, region: string, amount: int64, at: timestamp, note: optional(string) });

const goldens: Readonly<Record<string, (p: Root) => unknown>> = {
  '0.1/word-count': (p) =>
    p
      .create(['to be or not', 'to be'])
      .named('Lines')
      .flatMap((line) => line.split(' '))
      .named('Words')
      .withCoder(new StringUtf8Coder())
      .countPerElement()
      .map(({ key, value }) => `${key}: ${value}`)
      .named('Format'),
  '0.1/sales': (p) => {
    const sales = p
      .create([{ id: 1, region: 'north', amount: 5, at: 0 }], { schema: Sale })
      .named('Sales')
      .withTimestamps((sale) => sale.at)
      .windowInto(fixed('1h'))
      .named('Hours');
    const limits = p.create([{ key: 'north', value: 3 }]).named('Limits');
    const { main, review } = sales.parDo({
      name: 'Check',
      uses: { limits: limits.asMap(), flagged: counter() },
      outputs: { review: out<{ id: number }>() },
      *process(sale, { limits: known, flagged, out: to }) {
        if (sale.amount <= (known.get(sale.region) ?? 0)) yield sale;
        else flagged.inc();
        to.review({ id: sale.id });
      },
    });
    main
      .keyBy((sale) => sale.region)
      .mapValues((sale) => sale.amount)
      .combinePerKey({ total: sum, mean, n: count })
      .named('Totals');
    review.reshuffle().named('Spread');
  },
  '0.1/composites': (p) =>
    p.apply('Outer', (root) => {
      const left = root
        .create([1, 2])
        .keyBy((n) => n)
        .named('Left');
      const right = root
        .create(['a'])
        .keyBy((text) => text.length)
        .named('Right');
      const both = coGroup({ left, right }).named('Both');
      const keys = left.keys().flattenWith(right.keys()).named('Keys').distinct();
      return { both, keys: keys.waitOn(both), total: left.values().combineGlobally(sum) };
    }),
};

/** The plan without where this file lies and what else the worker of this version can do. */
async function planText(build: (p: Root) => unknown): Promise<string> {
  const { pipeline: plan } = await planOf(build);
  validatePlan(plan);
  for (const transform of Object.values(plan.components!.transforms)) {
    delete transform.annotations[CALL_SITE_ANNOTATION];
  }
  for (const environment of Object.values(plan.components!.environments)) environment.capabilities = [];
  return `${JSON.stringify({ fingerprint: fingerprint(plan), plan: toJson(Pipeline, plan) }, undefined, 2)}\n`;
}

test.each(Object.entries(goldens))('%s is written as it always was', async (name, build) => {
  const file = new URL(`${name}.json`, folder);
  const text = await planText(build);
  if (process.env.HORNBEAM_WRITE_GOLDENS === '1' && !existsSync(file)) {
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});

test('every golden plan is compared', () => {
  const files = readdirSync(folder).flatMap((version) =>
    readdirSync(new URL(`${version}/`, folder)).map((file) => `${version}/${file.replace(/\.json$/, '')}`),
  );
  expect(files.sort()).toEqual(Object.keys(goldens).sort());
});

test('a pipeline file and its build are the same plan', async () => {
  const whole = pipeline({ name: 'Sales' }, (p) => goldens['0.1/sales']!(p));
  expect(await planText((p) => whole.build(p, {}))).toBe(await planText(goldens['0.1/sales']!));
});
