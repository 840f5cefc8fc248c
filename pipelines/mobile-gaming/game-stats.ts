import { flatten, pipeline } from '@hornbeam/sdk';
import { print } from '@hornbeam/sdk/io';
import { inAllOfTime } from '../all-of-time.js';
import { inOrder } from '../in-order.js';
import { fairTeamScores } from './fair-scores.js';
import { gameEvents, inputs } from './inputs.js';
import { timePlayed } from './time-played.js';

/** GameStats: the scores of teams without those of robots, and how long people play at a stretch. */
export default pipeline({ name: 'game-stats', options: inputs }, (p, o) => {
  const events = p.read(gameEvents(o));
  flatten([
    events.apply('FairScores', fairTeamScores).apply(inAllOfTime),
    events.apply('TimePlayed', timePlayed).apply(inAllOfTime),
  ])
    .apply('Order', inOrder(o.speed))
    .write(print());
});
