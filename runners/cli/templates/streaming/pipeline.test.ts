import { DirectRunner } from '@hornbeam/direct';
import { at, expectElements, observe, testStream } from '@hornbeam/sdk/testing';
import { test } from 'vitest';
import { type Click, visits } from './pipeline.js';

const click = (page: string): Click => ({ user: 'ada', page });

test('a pause ends a visit, and what comes late still counts', async () => {
  const clicks = testStream<Click>()
    .add(at(click('home'), 0), at(click('search'), 1500))
    .add(at(click('product'), 10_000))
    .advanceWatermarkTo(14_000) // both visits are over
    .add(at(click('basket'), 11_000)) // late, within the allowed ten seconds
    .advanceWatermarkToInfinity();
  const { output } = await observe((p) => visits(p.read(clicks), 2), { runner: new DirectRunner() });
  expectElements(output)
    .onTime()
    .toEqual(['ada: 2 pages in 1.5 s, the last was search', 'ada: 1 pages in 0.0 s, the last was product']);
  expectElements(output).late().toEqual(['ada: 1 pages in 1.0 s, the last was basket']);
});
