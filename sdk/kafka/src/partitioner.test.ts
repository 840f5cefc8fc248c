import { expect, test } from 'vitest';
import { checkedPartition, defaultPartitioner, murmur2 } from './partitioner.js';

// The values of Kafka's own test (org.apache.kafka.common.utils.UtilsTest).
test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('the hash of "%s" is that of Kafka', (text, hash) => {
  expect(murmur2(Buffer.from(text))).toBe(hash);
});

test('records without a key go round, those with one stay together', () => {
  expect([0, 1, 2, 3].map((row) => defaultPartitioner(undefined, 3, row))).toEqual([0, 1, 2, 0]);
  const key = Buffer.from('foobar');
  expect([0, 1, 2].map((row) => defaultPartitioner(key, 7, row))).toEqual(
    [0, 1, 2].map(() => (-790332482 & 0x7fffffff) % 7),
  );
});

test.each([-1, 3, 0.5, Number.NaN])('there is no partition %d of 3', (partition) => {
  expect(() => checkedPartition(partition, 3, 't')).toThrow(expect.objectContaining({ code: 'E_SINK' }));
});
