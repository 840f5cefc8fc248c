import {
  afterCount,
  afterWatermark,
  count,
  globalWindow,
  type Pane,
  type PCollection,
  top,
} from '@hornbeam/sdk';
import { textTable } from '../text-table.js';
import { byStrength, type Quake } from './quake.js';

/** What a board shows, and how often there is a new one. */
export interface BoardSettings {
  /** How many quakes it lists. */
  readonly top: number;
  /** There is a new board after so many quakes, and one when there will be no more. */
  readonly every: number;
}

/**
 * The strongest quakes so far, again and again. The window is all of time: without early firings there would be one
 * board, at the end. Panes accumulate, so each board knows everything since the beginning.
 */
export function boards(quakes: PCollection<Quake>, settings: BoardSettings): PCollection<string> {
  return (
    quakes
      .windowInto(globalWindow(), {
        trigger: afterWatermark({ early: afterCount(settings.every) }),
        panes: 'accumulating',
      })
      // No board of nothing: it would have to wait for the end to know.
      .combineGlobally({ strongest: top(settings.top, byStrength), seen: count }, { emptyDefault: false })
      .map(({ strongest, seen }, { pane }) => board(strongest, seen, pane).join('\n'))
      .named('Board')
  );
}

const board = (strongest: readonly Quake[], seen: number, { timing }: Pane): string[] => [
  timing === 'early' ? `After ${seen} quakes` : `All ${seen} quakes`,
  ...textTable(
    [{ title: '', align: 'right' }, { title: 'magnitude', align: 'right' }, { title: 'place' }],
    strongest.map(({ magnitude, place }, i) => [String(i + 1), magnitude.toFixed(1), place]),
  ),
];
