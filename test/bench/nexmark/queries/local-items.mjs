import { bagState, eventTimer, flatten, valueState } from '@hornbeam/sdk';
import { auctions, persons } from './kinds.mjs';

const CATEGORY = 10;
const STATES = new Set(['OR', 'ID', 'CA']);

/** A seller and the auctions that wait for one are forgotten so long after the last of either, ms. */
const FORGET_AFTER = 600_000;

/** Whether the auction is of the category. */
export const isWanted = ({ category }) => category === CATEGORY;
/** Whether the person lives in one of the states. */
export const isLocal = ({ state }) => STATES.has(state);
/** What is told of a seller and an auction. */
export const localItem = ({ name, city, state }, auction) => ({ name, city, state, auction });

/** A person and the auctions of that person, whichever comes first. */
const joinSeller = {
  name: 'join seller',
  uses: { seller: valueState(), waiting: bagState(), quiet: eventTimer() },
  *process({ value: { person, auction } }, { seller, waiting, quiet, timestamp }) {
    quiet.set(timestamp + FORGET_AFTER);
    if (person !== undefined) {
      seller.write(person);
      for (const each of waiting.read()) yield localItem(person, each);
      waiting.clear();
      return;
    }
    const known = seller.read();
    if (known === undefined) waiting.add(auction.id);
    else yield localItem(known, auction.id);
  },
  onTimer: {
    quiet({ seller, waiting }) {
      seller.clear();
      waiting.clear();
    },
  },
};

/** Query 3: auctions of a category by sellers of some states, joined as they come. */
export const localItems = (events) =>
  flatten([
    persons(events)
      .filter(isLocal)
      .map((person) => ({ key: person.id, value: { person } })),
    auctions(events)
      .filter(isWanted)
      .map((auction) => ({ key: auction.seller, value: { auction } })),
  ]).parDo(joinSeller);
