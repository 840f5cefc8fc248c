import { TestStreamPayload } from '@hornbeam/proto';
import type { TestStreamEvent } from '../construction/index.js';
import { ByteReader } from '../model/coders/byte-reader.js';
import { ByteWriter } from '../model/coders/byte-writer.js';
import type { Coder } from '../model/coders/coder.js';
import { exactMillis, instantOfMillis } from '../model/coders/instant.js';

/** The payload of a test's stream (`beam:transform:teststream:v1`), its elements written by `coder`. */
export function testStreamPayload(
  events: readonly TestStreamEvent[],
  coder: Coder<any>,
  coderId: string,
): Uint8Array {
  const encode = (value: unknown): Uint8Array => {
    const writer = new ByteWriter();
    coder.encode(value, writer);
    return writer.finish();
  };
  return TestStreamPayload.encode({
    coderId,
    events: events.map((event) => {
      switch (event.kind) {
        case 'add':
          return {
            elementEvent: {
              elements: event.elements.map(({ value, timestamp }) => ({
                encodedElement: encode(value),
                timestamp: exactMillis(timestamp),
              })),
            },
          };
        case 'watermark':
          return { watermarkEvent: { newWatermark: exactMillis(event.to) } };
        case 'clock':
          return { processingTimeEvent: { advanceDuration: BigInt(event.by) } };
      }
    }),
  }).finish();
}

/** The events of a payload, for the way back. */
export function testStreamEvents(payload: Uint8Array, coder: Coder<any>): TestStreamEvent[] {
  return TestStreamPayload.decode(payload).events.map((event): TestStreamEvent => {
    const { elementEvent, watermarkEvent, processingTimeEvent } = event;
    if (elementEvent !== undefined) {
      return {
        kind: 'add',
        elements: elementEvent.elements.map(({ encodedElement, timestamp }) => ({
          value: coder.decode(new ByteReader(encodedElement)),
          timestamp: instantOfMillis(timestamp) ?? Number(timestamp),
        })),
      };
    }
    if (watermarkEvent !== undefined) {
      const { newWatermark } = watermarkEvent;
      return { kind: 'watermark', to: instantOfMillis(newWatermark) ?? Number(newWatermark) };
    }
    return { kind: 'clock', by: Number(processingTimeEvent?.advanceDuration ?? 0n) };
  });
}
