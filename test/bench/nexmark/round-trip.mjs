/** What query 0 does to each event. */
import { ByteReader, ByteWriter } from '@hornbeam/sdk/model';
import { eventCoder } from './event-coder.mjs';

/**
 * Makes a function that writes an event as bytes and reads it back, with one buffer for all events.
 * @returns {(event: import('./generator.mjs').Event) => import('./generator.mjs').Event}
 */
export function roundTrip() {
  const writer = new ByteWriter();
  return (event) => {
    writer.reset();
    eventCoder.encode(event, writer);
    return eventCoder.decode(new ByteReader(writer.view()));
  };
}
