import type { BundleApplication, DelayedBundleApplication } from '@hornbeam/proto/services';
import {
  BeamError,
  ByteReader,
  type Instant,
  instantOfMillis,
  type WindowedValueCoder,
} from '@hornbeam/sdk/model';
import type { Residual } from '@hornbeam/sdk/worker';

/** What a worker left undone, as this runner keeps it. @throws BeamError `E_WORKER` `E_DECODE` */
export function residualOf(
  { application, requestedTimeDelay }: DelayedBundleApplication,
  coder: WindowedValueCoder<unknown>,
): Residual {
  if (application === undefined || application.element.length === 0) {
    throw new BeamError('E_WORKER', 'The worker left something undone, but does not say what.');
  }
  const { value: element, ...metadata } = coder.decode(new ByteReader(application.element));
  const { seconds = 0n, nanos = 0 } = requestedTimeDelay ?? {};
  return {
    transformId: application.transformId,
    element,
    metadata,
    watermark: watermarkOf(application) ?? metadata.timestamp,
    delay: Number(seconds) * 1000 + Math.ceil(nanos / 1e6),
  };
}

/** How far event time has come in all outputs; undefined where the worker says nothing of it. */
function watermarkOf({ outputWatermarks }: BundleApplication): Instant | undefined {
  const moments = Object.values(outputWatermarks).map(({ seconds, nanos }) => {
    const millis = seconds * 1000n + BigInt(Math.floor(nanos / 1e6));
    return instantOfMillis(millis) ?? Number(millis);
  });
  return moments.length === 0 ? undefined : Math.min(...moments);
}
