import { roundTrip } from '../round-trip.mjs';

/** Query 0: writes each event as bytes, reads it back and emits it. */
export const passThrough = (events) => events.map(roundTrip());
