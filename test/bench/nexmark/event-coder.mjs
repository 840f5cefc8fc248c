/** How events are written: a byte that tells the kind, then the row of it. */
import { ContextFreeCoder, int64, row, string, timestamp } from '@hornbeam/sdk/model';

/** @typedef {import('./generator.mjs').Event} Event */

const personRow = row({
  id: int64,
  name: string,
  emailAddress: string,
  creditCard: string,
  city: string,
  state: string,
  dateTime: timestamp,
  extra: string,
}).coder;

const auctionRow = row({
  id: int64,
  itemName: string,
  description: string,
  initialBid: int64,
  reserve: int64,
  dateTime: timestamp,
  expires: timestamp,
  seller: int64,
  category: int64,
  extra: string,
}).coder;

const bidRow = row({
  auction: int64,
  bidder: int64,
  price: int64,
  dateTime: timestamp,
  extra: string,
}).coder;

const PERSON = 0;
const AUCTION = 1;

/** @extends {ContextFreeCoder<Event>} */
class EventCoder extends ContextFreeCoder {
  urn = 'hornbeam:coder:nexmark_event:v1';
  components = [];
  deterministic = true;
  // No plan can describe it: the worker needs this very object.
  opaque = true;

  encode({ person, auction, bid }, writer) {
    if (bid !== undefined) {
      writer.writeByte(2);
      bidRow.encode(bid, writer);
    } else if (auction !== undefined) {
      writer.writeByte(AUCTION);
      auctionRow.encode(auction, writer);
    } else {
      writer.writeByte(PERSON);
      personRow.encode(person, writer);
    }
  }

  decode(reader) {
    const kind = reader.readByte();
    if (kind === PERSON) return { person: personRow.decode(reader), auction: undefined, bid: undefined };
    if (kind === AUCTION) return { person: undefined, auction: auctionRow.decode(reader), bid: undefined };
    return { person: undefined, auction: undefined, bid: bidRow.decode(reader) };
  }

  estimateSize({ person, auction }) {
    return person !== undefined ? 200 : auction !== undefined ? 500 : 100;
  }
}

/** The coder of events, of the pipelines and of the loops. */
export const eventCoder = new EventCoder();
