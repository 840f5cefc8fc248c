import { pipeline, sum } from '@hornbeam/sdk';
import { print } from '@hornbeam/sdk/io';
import { inOrder } from '../in-order.js';
import { gameEvents, inputs } from './inputs.js';

/** UserScore: how many points each player has earned in all. */
export default pipeline({ name: 'user-score', options: inputs }, (p, o) => {
  p.read(gameEvents(o))
    .keyBy(({ user }) => user)
    .combinePerKey(sum('points'))
    .map(({ key: user, value: points }) => `${user}: ${points}`)
    .named('Line')
    .apply('Order', inOrder(o.speed))
    .write(print());
});
