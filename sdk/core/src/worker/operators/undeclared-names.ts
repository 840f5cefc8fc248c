import type { ParDoOperation } from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import type { OperatorSite } from './operator.js';

/** What test and logging tools ask any object for. */
const probed: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  ...['then', 'toJSON', 'inspect', 'asymmetricMatch', 'nodeType', 'tagName', 'hasAttribute', '$$typeof'],
]);

/**
 * The end of the prototype chain of a context: whatever is asked of it was declared nowhere. Undefined instead of an
 * error would make of a typing error a step that silently works without its state. Names that are there are found
 * before, so that they cost nothing.
 */
export function undeclaredNames(site: OperatorSite, { uses }: ParDoOperation): object {
  return new Proxy(
    {},
    {
      get(target, name, receiver) {
        if (typeof name === 'symbol' || probed.has(name)) return Reflect.get(target, name, receiver);
        const { step, callSite } = site;
        // A mistake in the program, not in the element: no policy for failing elements hides it.
        throw site.bundle.fail(
          new BeamError('E_UNDECLARED', `The callback asks for "${name}", which its step does not declare.`, {
            step,
            callSite,
            help: remedy(name, Object.keys(uses)),
          }),
        );
      },
    },
  );
}

function remedy(name: string, declared: readonly string[]): string {
  // Not a use: runners must be told, and some refuse it.
  if (name === 'afterCommit') return 'declare it beside process: usesAfterCommit: true';
  if (declared.length === 0) return `declare it: uses: { ${name}: … }`;
  return `declare it under uses, or use what is declared: ${declared.join(', ')}`;
}
