import {
  afterProcessingTime,
  afterWatermark,
  type Duration,
  fixed,
  globalWindow,
  type PCollection,
  sum,
  type Trigger,
} from '@hornbeam/sdk';
import type { GameEvent } from './game-event.js';
import { teamLine } from './team-line.js';

/** How soon scores are shown, and how long they may still change. */
export interface LiveSettings {
  /** While its window is open a score is shown so long after it has changed, on the clock of the machine. */
  readonly refresh: Duration;
  /** An event that comes so much later than the end of its window still counts. */
  readonly allowedLateness: Duration;
}

/** Shown early while the window is open, when it ends, and again when late events have changed it. */
const live = ({ refresh }: LiveSettings): Trigger =>
  afterWatermark({ early: afterProcessingTime(refresh), late: afterProcessingTime(refresh) });

/** The points of each team in each hour, a line for each showing of a score. */
export function liveTeamScores(events: PCollection<GameEvent>, settings: LiveSettings): PCollection<string> {
  return events
    .windowInto(fixed('1h'), {
      trigger: live(settings),
      panes: 'accumulating',
      allowedLateness: settings.allowedLateness,
    })
    .keyBy(({ team }) => team)
    .combinePerKey(sum('points'))
    .map(
      ({ key: team, value: points }, { window, pane }) =>
        `${teamLine(team, points, window.start)}  ${pane.timing}`,
    )
    .named('Line');
}

/** The points of each player since the beginning, a line for each showing of a score. */
export function liveUserScores(events: PCollection<GameEvent>, settings: LiveSettings): PCollection<string> {
  return events
    .windowInto(globalWindow(), { trigger: live(settings), panes: 'accumulating' })
    .keyBy(({ user }) => user)
    .combinePerKey(sum('points'))
    .map(({ key: user, value: points }, { pane }) => `${user}  ${points} points  ${pane.timing}`)
    .named('Line');
}
