/**
 * The generic coder and a row against what a program would use without them: JSON as UTF-8 bytes, and V8's own
 * serialisation. Every figure is the time of one round trip, value to bytes to value; the contestants take
 * turns, so that a slow moment of the machine strikes all of them, and the best of the turns counts.
 *
 *     npx tsc -b sdk/core && node test/bench/coders.mjs
 *
 * The last line is JSON: nanoseconds a round trip and bytes a value in `figures`, and in `ratios` how many times
 * as fast as the other our coder is.
 */
import { performance } from 'node:perf_hooks';
import { deserialize, serialize } from 'node:v8';
import {
  ByteReader,
  ByteWriter,
  double,
  GenericCoder,
  int64,
  keyCoder,
  list,
  optional,
  row,
  string,
  timestamp,
} from '@hornbeam/sdk/model';

const TURNS = 7;
const TURN_MILLIS = 60;

const order = (i) => ({
  id: 100_000 + i,
  customer: `customer ${i % 977}`,
  amount: Math.round(i * 37.77) / 100,
  paid: i % 3 === 0,
  at: 1_700_000_000_000 + i * 1000,
});

const shapes = {
  'short string': (i) => `user ${i % 1000}`,
  'small integer': (i) => i % 1000,
  'flat object': order,
  'nested object': (i) => ({
    order: order(i),
    tags: ['new', 'gift', `tag ${i % 10}`],
    to: { city: 'Łódź', zip: '90-001' },
  }),
  'array of numbers': (i) => Array.from({ length: 50 }, (_, k) => (k * i) % 10_000),
  'long text': (i) => `${i} ${'The quick brown fox jumps over the lazy dog. '.repeat(20)}`,
};

const Order = row({
  id: int64,
  customer: string,
  amount: double,
  paid: optional(double),
  at: timestamp,
  tags: list(string),
});

function byCoder(coder) {
  const writer = new ByteWriter();
  const reader = new ByteReader(new Uint8Array(0));
  return {
    encode(value) {
      writer.reset();
      coder.encode(value, writer);
      return writer.view();
    },
    decode(bytes) {
      reader.reset(bytes);
      return coder.decode(reader);
    },
  };
}

const utf8 = new TextEncoder();
const text = new TextDecoder();
const json = {
  encode: (value) => utf8.encode(JSON.stringify(value)),
  decode: (bytes) => JSON.parse(text.decode(bytes)),
};
const v8 = { encode: serialize, decode: deserialize };

/** Nanoseconds of one round trip, the best of the turns. */
function race(contestants, make) {
  const values = Array.from({ length: 256 }, (_, i) => make(i));
  const best = new Map();
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, { encode, decode }] of Object.entries(contestants)) {
      let trips = 0;
      let sink = 0;
      const start = performance.now();
      let now = start;
      while (now - start < TURN_MILLIS) {
        for (const value of values) if (decode(encode(value)) !== undefined) sink++;
        trips += values.length;
        now = performance.now();
      }
      if (sink !== trips) throw new Error(`${name} loses values`);
      const nanos = ((now - start) * 1e6) / trips;
      best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, nanos));
    }
  }
  return best;
}

const figures = {};
const ratios = {};

function compare(shape, ours, contestants, make) {
  const times = race(contestants, make);
  const sample = make(123);
  const entry = {};
  for (const [name, nanos] of times) {
    entry[`${name} ns`] = Math.round(nanos);
    entry[`${name} bytes`] = contestants[name].encode(sample).length;
  }
  figures[shape] = entry;
  for (const [name, nanos] of times) {
    if (name !== ours) ratios[`${shape}: ${ours} vs ${name}`] = Number((nanos / times.get(ours)).toFixed(2));
  }
  const line = [...times].map(
    ([name, nanos]) => `${name} ${Math.round(nanos)} ns, ${entry[`${name} bytes`]} B`,
  );
  console.log(`${shape.padEnd(20)}${line.join('   ')}`);
}

const generic = byCoder(new GenericCoder());
for (const [shape, make] of Object.entries(shapes)) compare(shape, 'generic', { generic, json, v8 }, make);

const key = byCoder(keyCoder(new GenericCoder()));
compare('object as key', 'canonical', { canonical: key, json }, order);

const asRow = (i) => ({ ...order(i), paid: i, tags: ['a', 'b'] });
compare('row', 'row', { row: byCoder(Order.coder), generic, json }, asRow);

console.log(JSON.stringify({ bench: 'coders', ratios, figures }));
