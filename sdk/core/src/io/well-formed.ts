import { BeamError } from '../model/errors.js';
import { preview } from '../model/preview.js';

/**
 * UTF-8 has no bytes for half a surrogate pair; writing U+FFFD instead would lose data without a word.
 * @throws BeamError `E_ENCODE`
 */
export function checkWellFormed(text: string, path: string): void {
  // The type library of this language level does not have it; Node 20 does.
  const wellFormed = (part: string): boolean => (part as string & { isWellFormed(): boolean }).isWellFormed();
  if (wellFormed(text)) return;
  const line = text.split('\n').find((part) => !wellFormed(part)) ?? text;
  throw new BeamError('E_ENCODE', 'A text holds half of a surrogate pair, which UTF-8 cannot write.', {
    path,
    element: preview(line),
    help: 'mend it with text.toWellFormed(), and cut texts between characters',
  });
}
