/**
 * The events of the Nexmark suite: an auction house with people who sell and bid. The random numbers of an event
 * depend on its id alone, so these are the very events that Beam's Java suite makes.
 *
 * Owns the order in which random numbers are drawn, which makes an event what it is. It keeps nothing from one event
 * to the next: any event can be made at any time.
 */
import { Buffer } from 'node:buffer';
import { JavaRandom } from './java-random.mjs';

/**
 * @typedef {{ id: number, name: string, emailAddress: string, creditCard: string, city: string, state: string,
 *   dateTime: number, extra: string }} Person
 * @typedef {{ id: number, itemName: string, description: string, initialBid: number, reserve: number,
 *   dateTime: number, expires: number, seller: number, category: number, extra: string }} Auction
 * @typedef {{ auction: number, bidder: number, price: number, dateTime: number, extra: string }} Bid
 * @typedef {{ person: Person | undefined, auction: Auction | undefined, bid: Bid | undefined }} Event
 *   exactly one of the three is there; times are ms since 1970, money is in cents
 */

/** Of so many events, */
const ROUND = 50;
/** the first is a person, */
const PERSONS = 1;
/** and so many after it are auctions; the others are bids. */
const AUCTIONS = 3;

const FIRST_PERSON = 1000;
const FIRST_AUCTION = 1000;
const FIRST_CATEGORY = 10;
const CATEGORIES = 5;

const ACTIVE_PERSONS = 1000;
const AUCTIONS_IN_FLIGHT = 100;
/** Ids so far ahead of the last one may be named before they come up. */
const LEAD = 10;
/** Every hundredth seller, bidder and auction is hot for a while. */
const HOT_STRETCH = 100;
/** One of so many sellers and bidders is not the hot one, and so with auctions. */
const HOT_PERSON_RATIO = 4;
const HOT_AUCTION_RATIO = 2;

const PERSON_BYTES = 200;
const AUCTION_BYTES = 500;
const BID_BYTES = 100;

const FIRST_NAMES = 'Peter Paul Luke John Saul Vicky Kate Julie Sarah Deiter Walter'.split(' ');
const LAST_NAMES = 'Shultz Abrams Spencer White Bartels Walton Smith Jones Noris'.split(' ');
const CITIES = 'Phoenix,Los Angeles,San Francisco,Boise,Portland,Bend,Redmond,Seattle,Kent,Cheyenne'.split(
  ',',
);
const STATES = 'AZ CA ID OR WA WY'.split(' ');

const LETTER_A = 97;
const BLANK = 32;

/** The time of the first event, 2015-07-15T00:00:00Z. */
export const BASE_TIME = 1_436_918_400_000;

/**
 * Makes the events of one generator.
 *
 * @typedef {object} GeneratorSettings
 * @property {number} [firstId] id of the event number 0
 * @property {number} [gapMicros] event time between two events, µs; 100 is ten thousand events a second
 * @property {number} [groupSize] events of a group of so many come out of order; 1 for none
 */
export class EventGenerator {
  #random = new JavaRandom();
  /** Texts are put together here: growing a string letter by letter leaves a chain of strings behind. */
  #letters = Buffer.alloc(2 * AUCTION_BYTES);
  #firstId;
  #gapMicros;
  #groupSize;

  /** @param {GeneratorSettings} [settings] */
  constructor({ firstId = 0, gapMicros = 100, groupSize = 1 } = {}) {
    this.#firstId = firstId;
    this.#gapMicros = gapMicros;
    this.#groupSize = groupSize;
  }

  /**
   * The event that comes out as number `n`, counted from 0.
   * @param {number} n
   * @returns {Event}
   */
  event(n) {
    const place = this.#place(n);
    const id = this.#firstId + place;
    const time = this.#timeAt(place);
    this.#random.reseed(id);
    const rest = id % ROUND;
    if (rest < PERSONS) return { person: this.#person(id, time), auction: undefined, bid: undefined };
    if (rest < PERSONS + AUCTIONS)
      return { person: undefined, auction: this.#auction(id, time, place), bid: undefined };
    return { person: undefined, auction: undefined, bid: this.#bid(id, time) };
  }

  /**
   * The event time of the event that comes out as number `n`, ms.
   * @param {number} n
   */
  time(n) {
    return this.#timeAt(this.#place(n));
  }

  /**
   * No event that comes out as number `n` or after it is earlier than this, ms.
   * @param {number} n
   */
  watermark(n) {
    return this.#timeAt(n - (n % this.#groupSize));
  }

  #place(n) {
    const within = n % this.#groupSize;
    return this.#groupSize === 1 ? n : n - within + ((n * 953) % this.#groupSize);
  }

  #timeAt(place) {
    return BASE_TIME + Math.floor((place * this.#gapMicros) / 1000);
  }

  #person(id, dateTime) {
    const random = this.#random;
    const name = `${this.#oneOf(FIRST_NAMES)} ${this.#oneOf(LAST_NAMES)}`;
    const emailAddress = `${this.#word(7)}@${this.#word(5)}.com`;
    const digits = () => String(random.nextInt(10_000)).padStart(4, '0');
    const creditCard = `${digits()} ${digits()} ${digits()} ${digits()}`;
    const city = this.#oneOf(CITIES);
    const state = this.#oneOf(STATES);
    const size = 8 + name.length + emailAddress.length + creditCard.length + city.length + state.length;
    const extra = this.#extra(size, PERSON_BYTES);
    return {
      id: FIRST_PERSON + lastPerson(id),
      name,
      emailAddress,
      creditCard,
      city,
      state,
      dateTime,
      extra,
    };
  }

  #auction(id, dateTime, place) {
    const random = this.#random;
    const persons = lastPerson(id);
    const isHot = random.nextInt(HOT_PERSON_RATIO) > 0;
    const seller = FIRST_PERSON + (isHot ? persons - (persons % HOT_STRETCH) : this.#somePerson(persons));
    const category = FIRST_CATEGORY + random.nextInt(CATEGORIES);
    const initialBid = this.#price();
    const ahead = Math.floor((AUCTIONS_IN_FLIGHT * ROUND) / AUCTIONS);
    const horizon = this.#timeAt(place + ahead) - dateTime;
    const expires = dateTime + 1 + random.nextInt(Math.max(2 * horizon, 1));
    const itemName = this.#word(20);
    const description = this.#word(100);
    const reserve = initialBid + this.#price();
    const extra = this.#extra(8 + itemName.length + description.length + 40, AUCTION_BYTES);
    return {
      id: FIRST_AUCTION + lastAuction(id),
      itemName,
      description,
      initialBid,
      reserve,
      dateTime,
      expires,
      seller,
      category,
      extra,
    };
  }

  #bid(id, dateTime) {
    const random = this.#random;
    const auctions = lastAuction(id);
    const isHotAuction = random.nextInt(HOT_AUCTION_RATIO) > 0;
    const auction =
      FIRST_AUCTION + (isHotAuction ? auctions - (auctions % HOT_STRETCH) : this.#someAuction(auctions));
    const persons = lastPerson(id);
    const isHotBidder = random.nextInt(HOT_PERSON_RATIO) > 0;
    const bidder =
      FIRST_PERSON + (isHotBidder ? persons - (persons % HOT_STRETCH) + 1 : this.#somePerson(persons));
    const price = this.#price();
    const extra = this.#extra(32, BID_BYTES);
    return { auction, bidder, price, dateTime, extra };
  }

  #somePerson(last) {
    const active = Math.min(last + 1, ACTIVE_PERSONS);
    return last + 1 - active + this.#random.nextInt(active + LEAD);
  }

  #someAuction(last) {
    const first = Math.max(last - AUCTIONS_IN_FLIGHT, 0);
    return first + this.#random.nextInt(last - first + 1 + LEAD);
  }

  #price() {
    return Math.round(10 ** (6 * this.#random.nextDouble()) * 100);
  }

  #oneOf(list) {
    return list[this.#random.nextInt(list.length)];
  }

  #word(max) {
    const random = this.#random;
    const letters = this.#letters;
    const length = 3 + random.nextInt(max - 3);
    for (let i = 0; i < length; i++)
      letters[i] = random.nextInt(13) === 0 ? BLANK : LETTER_A + random.nextInt(26);
    return letters.latin1Slice(0, length).trim();
  }

  /** Letters that make an event of `current` bytes about `average` bytes long. */
  #extra(current, average) {
    if (current > average) return '';
    const random = this.#random;
    const letters = this.#letters;
    const missing = average - current;
    const spread = Math.round(missing * 0.2);
    const length = missing - spread + (spread === 0 ? 0 : random.nextInt(2 * spread));
    let bits = 0;
    for (let i = 0; i < length; i++) {
      if (i % 6 === 0) bits = random.nextInt32();
      // A negative number leaves a negative rest: characters below 'a' come up.
      letters[i] = LETTER_A + (bits % 26);
      bits = (bits / 26) | 0;
    }
    return letters.latin1Slice(0, length);
  }
}

/** Number of the last person up to an event, from 0. */
const lastPerson = (id) => Math.floor(id / ROUND);

/** Number of the last auction up to an event, from 0; -1 before the first. */
function lastAuction(id) {
  const round = Math.floor(id / ROUND);
  const rest = id % ROUND;
  if (rest < PERSONS) return round * AUCTIONS - 1;
  return round * AUCTIONS + Math.min(rest - PERSONS, AUCTIONS - 1);
}

/**
 * All events in the order in which they come out.
 * @param {number} count
 * @param {GeneratorSettings} [settings]
 * @returns {Generator<Event>}
 */
export function* events(count, settings) {
  const generator = new EventGenerator(settings);
  for (let n = 0; n < count; n++) yield generator.event(n);
}

/** @param {Event} event */
export const timeOf = ({ person, auction, bid }) => (bid ?? auction ?? person).dateTime;
