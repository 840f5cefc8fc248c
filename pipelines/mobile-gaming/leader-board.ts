import { flatten, pipeline } from '@hornbeam/sdk';
import { print } from '@hornbeam/sdk/io';
import { inAllOfTime } from '../all-of-time.js';
import { inOrder } from '../in-order.js';
import { gameEvents, inputs } from './inputs.js';
import { liveTeamScores, liveUserScores } from './live-scores.js';

/** LeaderBoard: the scores of teams by the hour and of players in all, shown while the game is on. */
export default pipeline({ name: 'leader-board', options: inputs }, (p, o) => {
  const events = p.read(gameEvents(o));
  const settings = { refresh: '5s', allowedLateness: '2h' } as const;
  flatten([
    events.apply('Teams', (all) => liveTeamScores(all, settings)).apply(inAllOfTime),
    events.apply('Players', (all) => liveUserScores(all, settings)).apply(inAllOfTime),
  ])
    .apply('Order', inOrder(o.speed))
    .write(print());
});
