import { BeamError } from '../errors.js';
import { valueText } from './value-text.js';

/**
 * The error of a coder that was handed a value of another type.
 * @param expected what the coder takes, with its article: `a string`
 */
export function mismatch(coder: string, expected: string, value: unknown): BeamError {
  return new BeamError('E_ENCODE', `The ${coder} coder takes ${expected}, but got ${valueText(value)}.`, {
    help: 'give the collection a coder or schema that fits its elements, or map the elements to fit',
  });
}
