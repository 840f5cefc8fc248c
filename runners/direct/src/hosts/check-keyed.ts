import { BeamError, type ErrorPlace, type KV, preview } from '@hornbeam/sdk/model';

/** @throws BeamError `E_NOT_KEYED` for an element of a grouping that is no pair */
export function checkKeyed(element: KV<unknown, unknown>, place: ErrorPlace): void {
  if (typeof element === 'object' && element !== null && 'key' in element && 'value' in element) return;
  throw new BeamError('E_NOT_KEYED', 'A grouping was given an element without key and value.', {
    ...place,
    element: preview(element),
    help: 'call .keyBy((element) => …) first, or return { key, value }',
  });
}
