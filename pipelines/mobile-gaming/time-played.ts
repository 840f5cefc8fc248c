import { count, fixed, mean, minutes, type PCollection, seconds, sessions } from '@hornbeam/sdk';
import { minuteText } from '../minute-text.js';
import type { GameEvent } from './game-event.js';

/** Who has earned nothing for so long has stopped playing, ms. */
const PAUSE = minutes(5);

/**
 * How long people played at a stretch, on average, a line for each hour. A stretch counts in the hour in which it
 * ended: sessions are windows of one player, and the moment at which a session ends puts it into the windows of all.
 */
export function timePlayed(events: PCollection<GameEvent>): PCollection<string> {
  return events
    .windowInto(sessions(PAUSE))
    .keyBy(({ user }) => user)
    .combinePerKey(count)
    .map((_, { window }) => window.end - PAUSE - window.start)
    .named('Stretch')
    .windowInto(fixed('1h'))
    .combineGlobally({ average: mean, stretches: count })
    .map(({ average, stretches }, { window }) => {
      const length = Math.round(average / seconds(1));
      return `${minuteText(window.start)}  played ${length} s at a stretch, ${stretches} stretches`;
    })
    .named('Line');
}
