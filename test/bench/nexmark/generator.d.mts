/** Types of `generator.mjs`. */

export interface Person {
  id: number;
  name: string;
  emailAddress: string;
  creditCard: string;
  city: string;
  state: string;
  dateTime: number;
  extra: string;
}

export interface Auction {
  id: number;
  itemName: string;
  description: string;
  initialBid: number;
  reserve: number;
  dateTime: number;
  expires: number;
  seller: number;
  category: number;
  extra: string;
}

export interface Bid {
  auction: number;
  bidder: number;
  price: number;
  dateTime: number;
  extra: string;
}

/** Exactly one of the three is there. */
export interface Event {
  person: Person | undefined;
  auction: Auction | undefined;
  bid: Bid | undefined;
}

export interface GeneratorSettings {
  firstId?: number;
  gapMicros?: number;
  groupSize?: number;
}

export const BASE_TIME: number;

export class EventGenerator {
  constructor(settings?: GeneratorSettings);
  event(n: number): Event;
  time(n: number): number;
  watermark(n: number): number;
}

export function events(count: number, settings?: GeneratorSettings): Generator<Event>;
export function timeOf(event: Event): number;
