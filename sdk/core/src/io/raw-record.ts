import { BeamError } from '../model/errors.js';
import { preview } from '../model/preview.js';
import { type LinePlace, placeText } from './line-splitter.js';

/** A record as it stands in its file: what dead-letter outputs of sources carry as their element. */
export interface RawRecord {
  readonly file: string;
  /** Line on which the record begins, from 1; undefined for a range that does not begin with its file. */
  readonly line: number | undefined;
  /** First byte of the record in the (decompressed) file. */
  readonly offset: number;
  readonly text: string;
}

/** How much of a broken record an error shows, in characters. */
const SHOWN = 200;

/** The error of a record that cannot be used, with its place in the file and the beginning of its text. */
export function badRecord(
  thrown: unknown,
  file: string,
  place: LinePlace,
  text: string,
  help = "mend the file, or keep going with onError: 'skip' or a function that takes the failures",
): BeamError {
  const where = { path: placeText(file, place), element: preview(text, SHOWN) };
  if (thrown instanceof BeamError) return thrown.at({ ...where });
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return new BeamError('E_BAD_RECORD', `${words}: ${where.path}.`, { ...where, help });
}
