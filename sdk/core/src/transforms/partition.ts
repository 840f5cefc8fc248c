import { type Collection, out } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import { parDo } from './par-do.js';

/** Sends each element to one of `count` outputs: the one whose index the callback gives. */
export function partition<T>(
  input: Collection<T>,
  count: number,
  fn: (element: T, count: number) => number,
): Collection<T>[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new BeamError(
      'E_BAD_ARGUMENT',
      `partition needs a whole number of outputs above 0, not ${count}.`,
      {
        help: 'partition(3, (element) => index) makes three PCollections',
      },
    );
  }
  const tags = Array.from({ length: count }, (_, i) => `part${i}`);
  const coder = input.coderIsDefault ? undefined : input.coder;
  const outputs = parDo(
    input,
    {
      name: fn.name || 'partition',
      outputs: Object.fromEntries(tags.map((tag) => [tag, out<T>()])),
      process(element: T, ctx) {
        const index = fn(element, count);
        const emit = ctx.out[`part${index}`];
        if (emit === undefined) {
          throw new BeamError('E_BAD_ARGUMENT', `The callback of partition gave ${String(index)}.`, {
            help: `return a whole number from 0 to ${count - 1}`,
          });
        }
        emit(element);
      },
    },
    coder ? Object.fromEntries(tags.map((tag) => [tag, coder])) : {},
  ) as unknown as Record<string, Collection<T>>;
  return tags.map((tag) => outputs[tag]!);
}
