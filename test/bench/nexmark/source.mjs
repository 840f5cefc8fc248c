/** Where pipelines get the events from. */
import { setImmediate } from 'node:timers/promises';
import { manualWatermark, OffsetRangeTracker, offsetRange, out, splittable } from '@hornbeam/sdk';
import { fromIterable } from '@hornbeam/sdk/io';
import { EventGenerator, events, timeOf } from './generator.mjs';

/** Events after which timers and signals get their turn. */
const BREATH = 1024;

/**
 * Events as a bounded input: a run without `streaming` groups them at once when all are there.
 * @param {number} count
 * @param {import('./generator.mjs').GeneratorSettings} settings
 */
export const recorded = (count, settings) => given(() => events(count, settings));

/**
 * The same of events that `make` gives.
 * @param {() => Iterable<import('./generator.mjs').Event>} make
 */
export const given = (make) => ({
  name: 'events',
  expand: (root) => root.read(fromIterable(make)).withTimestamps(timeOf),
});

/**
 * Events as they come: event time goes on with them.
 * @param {number} count
 * @param {import('./generator.mjs').GeneratorSettings} settings
 */
export const flowing = (count, settings) => ({
  name: 'events',
  expand: (root) =>
    root.impulse().parDo(
      splittable({
        name: 'generate',
        bounded: true,
        outputs: { main: out() },
        initial: () => offsetRange(0, count),
        tracker: (range) => new OffsetRangeTracker(range),
        watermark: manualWatermark(),
        async process(_, { tracker, watermark, emit, ready }) {
          const generator = new EventGenerator(settings);
          for (let n = tracker.restriction.from; tracker.tryClaim(n); n++) {
            emit(generator.event(n), generator.time(n));
            watermark.advance(generator.watermark(n + 1));
            if (n % BREATH !== 0) continue;
            await ready();
            await setImmediate();
          }
        },
      }),
    ),
});
