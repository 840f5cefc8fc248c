import { fixed, pipeline, sum } from '@hornbeam/sdk';
import { print } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { inOrder } from '../in-order.js';
import { gameEvents, inputs } from './inputs.js';
import { teamLine } from './team-line.js';

const options = inputs.extend({
  from: z.iso.datetime().optional().describe('Leave out what happened before, such as 2024-05-04T13:00:00Z'),
  until: z.iso.datetime().optional().describe('Leave out what happened at this moment or later'),
});

/** HourlyTeamScore: how many points each team has earned in each hour. */
export default pipeline({ name: 'hourly-team-score', options }, (p, o) => {
  const from = o.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(o.from);
  const until = o.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(o.until);
  p.read(gameEvents(o))
    .filter(({ at }) => from <= at && at < until)
    .named('Hours')
    .windowInto(fixed('1h'))
    .keyBy(({ team }) => team)
    .combinePerKey(sum('points'))
    .map(({ key: team, value: points }, { window }) => teamLine(team, points, window.start))
    .named('Line')
    .apply('Order', inOrder(o.speed))
    .write(print());
});
