import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { byteSize } from '../terminal/amounts.js';
import type { Finding } from './finding.js';

/** Compares what the engine may take with what the machine or its container has. */
export function examineMemory(
  heapLimit: number = getHeapStatistics().heap_size_limit,
  available: number = availableMemory(),
): Finding[] {
  const what = `${byteSize(available)} of memory, of which Node may use ${byteSize(heapLimit)}`;
  if (heapLimit <= available) return [{ level: 'ok', what }];
  const megabytes = Math.floor((available * 0.75) / 1024 ** 2);
  return [
    {
      level: 'warn',
      what: `${what}: it could be killed before it notices`,
      fix: `set NODE_OPTIONS=--max-old-space-size=${megabytes}`,
    },
  ];
}

/** Bytes of memory of the machine, or of the container where that is less. */
function availableMemory(): number {
  // 0 or more than there is: no limit.
  const limit = process.constrainedMemory();
  const total = totalmem();
  return limit > 0 && limit < total ? limit : total;
}
