import {
  type Collection,
  type DoFn,
  isState,
  isStateful,
  isTimer,
  needsMerge,
  type Uses,
} from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import { keyedCoder } from './group-by-key.js';

/** What a context holds by itself: a state or timer of the same name could not be reached. */
const contextNames: ReadonlySet<string> = new Set([
  ...['timestamp', 'window', 'pane', 'signal', 'log', 'step', 'emit', 'out', 'setup', 'ready', 'afterCommit'],
  ...['key', 'fireAt', 'tag'],
]);

/**
 * Checks what a DoFn declares and handles, and gives its input the canonical coder of keys when it has state or timers.
 * @throws BeamError `E_NOT_KEYED` and `E_NOT_DETERMINISTIC` for an input that has no keys or none that can be told
 * apart by their bytes, `E_BAD_ARGUMENT` for a timer without a callback or the other way round
 */
export function checkStateful(
  input: Collection<any>,
  { uses = {}, onTimer = {}, onWindowExpiration }: DoFn<any, any, any, any, any, any>,
): void {
  for (const [name, use] of Object.entries(uses)) checkName(name, use);
  for (const name of Object.keys(onTimer)) {
    if (isTimer(Object.hasOwn(uses, name) ? uses[name] : undefined)) continue;
    throw new BeamError(
      'E_BAD_ARGUMENT',
      `onTimer has a callback for "${name}", which is no timer of the step.`,
      {
        help: `declare it: uses: { ${name}: eventTimer() }, or processingTimer()`,
      },
    );
  }
  for (const [name, use] of Object.entries(uses)) {
    if (!isTimer(use) || typeof (onTimer as Uses)[name] === 'function') continue;
    throw new BeamError('E_BAD_ARGUMENT', `The timer "${name}" has no callback.`, {
      help: `say what to do when it fires: onTimer: { ${name}(ctx) { … } }`,
    });
  }
  if (onWindowExpiration !== undefined && !Object.values(uses).some(isState)) {
    throw new BeamError('E_BAD_ARGUMENT', 'A step without state has no use for onWindowExpiration.', {
      help: 'declare state under uses: onWindowExpiration is called for each key that has any',
    });
  }
  if (!isStateful(uses)) return;
  keyedCoder(input);
  if (needsMerge(input.windowing)) {
    throw new BeamError(
      'E_BAD_ARGUMENT',
      'State and timers belong to a window, but sessions grow together.',
      {
        help: 'put a windowInto(globalWindow()) before the step and end sessions by a timer, or use groupByKey',
      },
    );
  }
}

/** Refuses state and timers where there is no key in hand. @throws BeamError `E_BAD_ARGUMENT` */
export function refuseState(uses: Uses, method: string): void {
  if (!isStateful(uses)) return;
  throw new BeamError('E_BAD_ARGUMENT', `${method} cannot use state or timers.`, {
    help: 'write .parDo({ uses: { … }, process({ key, value }, ctx) { … } })',
  });
}

function checkName(name: string, use: unknown): void {
  if (!isState(use) && !isTimer(use)) return;
  const what = isState(use) ? 'State' : 'A timer';
  if (contextNames.has(name)) {
    throw new BeamError(
      'E_BAD_ARGUMENT',
      `${what} cannot be called "${name}": every context has that already.`,
      {
        help: 'give the declaration under uses another name',
      },
    );
  }
  // Contexts, plans and tables of timers put these before, and between, names.
  if (name.startsWith('~') || name.includes('\0')) {
    throw new BeamError('E_BAD_ARGUMENT', `${what} cannot be called ${JSON.stringify(name)}.`, {
      help: 'begin names under uses with a letter',
    });
  }
}
