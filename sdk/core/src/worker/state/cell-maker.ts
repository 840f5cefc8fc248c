import type { StateUse } from '../../construction/index.js';
import { DoubleCoder } from '../../model/coders/double.js';
import { BagCell } from './bag-cell.js';
import type { Cell, CellOwner, CellPlan } from './cell.js';
import type { JournalForm } from './cell-journal.js';
import { CombiningCell } from './combining-cell.js';
import type { KeptValues } from './kept-values.js';
import { MapCell } from './map-cell.js';
import { MultimapCell } from './multimap-cell.js';
import { OrderedListCell } from './ordered-list-cell.js';
import { SetCell } from './set-cell.js';
import { ValueCell } from './value-cell.js';

/** Makes cells of a declaration. @throws BeamError `E_NOT_DETERMINISTIC` when the first is made, for keys that have no one form */
export function cellMaker({ kind, coder, keyCoder, combineFn }: StateUse<unknown>, plan: CellPlan) {
  return (owner: CellOwner): Cell => {
    switch (kind) {
      case 'value':
        return new ValueCell(plan, owner);
      case 'bag':
        return new BagCell(plan, owner);
      case 'combining':
        return new CombiningCell(plan, owner, combineFn!);
      case 'set':
        return new SetCell(plan, owner, coder);
      case 'map':
        return new MapCell(plan, owner, keyCoder!);
      case 'multimap':
        return new MultimapCell(plan, owner, keyCoder!);
      case 'orderedList':
        return new OrderedListCell(plan, owner);
    }
  };
}

/**
 * How cells of a declaration are written to a journal.
 * @param writesWhole what is one value is written anew each time
 */
export function journalForm(
  { kind, coder, keyCoder }: StateUse<unknown>,
  values: KeptValues,
  writesWhole = false,
): JournalForm {
  switch (kind) {
    case 'value':
    case 'combining':
      return { key: undefined, value: coder, end: undefined, values, isWhole: writesWhole };
    case 'bag':
      return { key: undefined, value: coder, end: undefined, values };
    case 'set':
      return { key: coder, value: undefined, end: undefined, values };
    case 'map':
    case 'multimap':
      return { key: keyCoder, value: coder, end: undefined, values };
    case 'orderedList':
      // Moments as doubles, since a stretch may have no end.
      return { key: MOMENT, value: coder, end: MOMENT, values };
  }
}

const MOMENT = new DoubleCoder();
