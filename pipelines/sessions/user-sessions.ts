import {
  afterCount,
  afterWatermark,
  count,
  countIf,
  type Duration,
  minutes,
  type Pane,
  type PCollection,
  seconds,
  sessions,
  type Window,
} from '@hornbeam/sdk';
import { minuteText } from '../minute-text.js';
import type { Click } from './click.js';

/** A session is over when its user has done nothing for so long, ms. */
export const GAP: number = minutes(30);

/**
 * The sessions of each user, a line each. A click that comes late, but not later than `allowedLateness`, gives its
 * session another line; when it closes the gap between two sessions, the line is of both together.
 */
export function userSessions(clicks: PCollection<Click>, allowedLateness: Duration): PCollection<string> {
  return clicks
    .windowInto(sessions(GAP), {
      trigger: afterWatermark({ late: afterCount(1) }),
      panes: 'accumulating',
      allowedLateness,
    })
    .keyBy(({ user }) => user)
    .combinePerKey({ clicks: count, purchases: countIf(({ event }: Click) => event === 'purchase') })
    .map(({ key: user, value }, { window, pane }) => line(user, value, window, pane))
    .named('Line');
}

/** A line such as `2024-01-04 11:45  user_0539    4:12   9 clicks  bought`. */
function line(
  user: string,
  session: { clicks: number; purchases: number },
  window: Window,
  pane: Pane,
): string {
  // The window of a session ends a gap after its last click.
  const length = lengthText(window.end - GAP - window.start);
  const clicks = session.clicks === 1 ? ' 1 click ' : `${String(session.clicks).padStart(2)} clicks`;
  return [
    minuteText(window.start),
    user,
    length.padStart(6),
    clicks,
    ...(session.purchases > 0 ? ['bought'] : []),
    ...(pane.timing === 'late' ? ['corrected'] : []),
  ]
    .join('  ')
    .trimEnd();
}

const lengthText = (millis: number): string =>
  `${Math.floor(millis / minutes(1))}:${String(Math.floor((millis % minutes(1)) / seconds(1))).padStart(2, '0')}`;
