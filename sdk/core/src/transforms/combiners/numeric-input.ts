import { BeamError } from '../../model/errors.js';

/**
 * `value`, which the types promise to be a number but data need not.
 * @throws BeamError `E_BAD_RECORD` when it is none
 */
export function numericInput(value: number): number {
  if (typeof value === 'number') return value;
  const other: unknown = value;
  const shown = typeof other === 'string' ? JSON.stringify(other.slice(0, 40)) : kindOf(other);
  throw new BeamError('E_BAD_RECORD', `An aggregation of numbers was given ${shown}.`, {
    help: 'aggregate a field that is a number in every element, or convert it in a selector',
  });
}

function kindOf(value: unknown): string {
  return value === null || value === undefined ? String(value) : `a value of type ${typeof value}`;
}
