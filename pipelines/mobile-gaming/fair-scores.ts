import { fixed, type KV, mean, type PCollection, sum } from '@hornbeam/sdk';
import type { GameEvent } from './game-event.js';
import { teamLine } from './team-line.js';

/** Who earns so many times the average of an hour is taken for a robot. */
export const ROBOT_FACTOR = 2.5;

/** The points of each team in each hour, without those of players that earned too many in it, a line each. */
export function fairTeamScores(events: PCollection<GameEvent>): PCollection<string> {
  const hourly = events.windowInto(fixed('1h'));
  const robots = hourly
    .keyBy(({ user }) => user)
    .combinePerKey(sum('points'))
    .apply('Robots', robotsAmong)
    .asMap();
  // A side input has the windows of the main input: an event waits until the robots of its hour are known.
  return hourly
    .filter(({ user }, { robots }) => !robots.has(user), { robots })
    .named('PeopleOnly')
    .keyBy(({ team }) => team)
    .combinePerKey(sum('points'))
    .map(
      ({ key: team, value: points }, { window }) => `${teamLine(team, points, window.start)} without robots`,
    )
    .named('Line');
}

/** The players whose points are too many to be a person's, window by window. */
function robotsAmong(scores: PCollection<KV<string, number>>): PCollection<KV<string, number>> {
  const average = scores.values().combineGlobally(mean).asSingleton();
  return scores.filter(({ value: points }, { average }) => points > ROBOT_FACTOR * average, { average });
}
