import type { ProcessBundleDescriptor } from '@hornbeam/proto';
import { IsBounded } from '@hornbeam/proto';
import type { DelayedBundleApplication } from '@hornbeam/proto/services';
import { ByteWriter } from '../../model/coders/byte-writer.js';
import { exactMillis } from '../../model/coders/instant.js';
import { WindowedValueCoder } from '../../model/coders/windowed-value.js';
import type { Instant } from '../../model/timestamp.js';
import { coderFromPlan } from '../../translate/coders.js';
import type { LiveParts } from '../../translate/plan.js';
import type { Residual } from '../services.js';

/**
 * What a splittable step leaves undone, in the form runners keep it in: an element of its main input, with a watermark
 * for every output (a runner holds an output without one back for ever).
 */
export function residualOf(
  residual: Residual,
  descriptor: ProcessBundleDescriptor,
  live: LiveParts,
): DelayedBundleApplication {
  const { transformId, watermark, delay } = residual;
  const transform = descriptor.transforms[transformId]!;
  const { element, inputId } = encoded(residual, descriptor, live);
  const outputs = Object.entries(transform.outputs);
  const isEndless = outputs.some(([, id]) => descriptor.pcollections[id]?.isBounded === IsBounded.UNBOUNDED);
  return {
    application: {
      transformId,
      inputId,
      element,
      outputWatermarks: Object.fromEntries(outputs.map(([tag]) => [tag, timestamp(watermark)])),
      isBounded: isEndless ? IsBounded.UNBOUNDED : IsBounded.BOUNDED,
    },
    requestedTimeDelay: { seconds: BigInt(Math.floor(delay / 1000)), nanos: Math.floor(delay % 1000) * 1e6 },
  };
}

/** An element of a splittable step's main input, nested, with its metadata. */
export function encoded(
  { transformId, element, metadata }: Pick<Residual, 'transformId' | 'element' | 'metadata'>,
  descriptor: ProcessBundleDescriptor,
  live: LiveParts,
): { element: Uint8Array; inputId: string } {
  const transform = descriptor.transforms[transformId]!;
  const [inputId, collection] = Object.entries(transform.inputs)[0]!;
  const { coderId, windowingStrategyId } = descriptor.pcollections[collection]!;
  const { windowCoderId } = descriptor.windowingStrategies[windowingStrategyId]!;
  const form = new WindowedValueCoder(
    coderFromPlan(coderId, descriptor.coders, live.coders),
    coderFromPlan(windowCoderId, descriptor.coders, live.coders),
  );
  const writer = new ByteWriter();
  form.encode({ value: element, ...metadata }, writer);
  return { element: writer.finish(), inputId };
}

function timestamp(at: Instant): { seconds: bigint; nanos: number } {
  const millis = exactMillis(at);
  const rest = ((millis % 1000n) + 1000n) % 1000n;
  return { seconds: (millis - rest) / 1000n, nanos: Number(rest) * 1_000_000 };
}
