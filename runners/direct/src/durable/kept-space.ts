import {
  ByteReader,
  type Coder,
  formatInstant,
  GLOBAL_WINDOW,
  preview,
  type Window,
  windowKey,
} from '@hornbeam/sdk/model';
import { codersOfText } from '../hosts/kept/coder-text.js';
import { METRIC_SPACE } from '../hosts/kept/kept-metrics.js';
import { numberOf } from '../hosts/kept/number-key.js';
import { RUN_SPACE } from './run-record.js';

/** What the keys of a space are written as. */
type KeyForm = 'window and key' | 'timer' | 'window' | 'number' | 'piece' | 'side' | 'text';

/** What the names of spaces begin with, what is kept there, and how its keys are written (hosts/kept says it in full). */
const kinds: Readonly<Record<string, readonly [about: string, keys: KeyForm]>> = {
  'state ': ['state', 'window and key'],
  'timers ': ['timers', 'timer'],
  'keys ': ['keys with state', 'window and key'],
  'windows ': ['windows with state', 'window'],
  'waiting ': ['elements that wait for a window', 'number'],
  'groups ': ['open groups', 'window and key'],
  'values ': ['values of open groups', 'number'],
  'left ': ['source positions', 'number'],
  'outbox ': ['rows for the sink', 'piece'],
  'queue:': ['elements for the next step', 'number'],
  'group:': ['panes for the next step', 'number'],
  'side:': ['side input', 'side'],
};

/** A space of a run that is kept, as its name tells it. */
export interface KeptSpace {
  /** The step it belongs to; undefined for what belongs to the run as a whole. */
  readonly step: string | undefined;
  /** What is kept in it, in words. */
  readonly about: string;
  readonly keys: KeyForm;
}

/**
 * What the name of a space says.
 * @param steps the steps with state: their names may hold what stands before the name of a cell
 */
export function keptSpace(name: string, steps: ReadonlySet<string>): KeptSpace {
  if (name === RUN_SPACE) return { step: undefined, about: 'the run itself', keys: 'text' };
  if (name === METRIC_SPACE) return { step: undefined, about: 'metrics', keys: 'text' };
  const prefix = Object.keys(kinds).find((each) => name.startsWith(each));
  if (prefix === undefined) return { step: undefined, about: name, keys: 'text' };
  const [about, keys] = kinds[prefix]!;
  const rest = name.slice(prefix.length);
  if (prefix === 'state ') {
    const [step, cell] = cellOf(rest, steps);
    return { step, about: `state "${cell}"`, keys };
  }
  // Edges have the names of collections: that of the step that fills them, and of its output.
  const step = prefix.endsWith(':') ? rest.slice(0, rest.lastIndexOf('.')) : rest;
  return { step, about, keys };
}

function cellOf(rest: string, steps: ReadonlySet<string>): readonly [step: string, cell: string] {
  for (let at = rest.indexOf(': '); at >= 0; at = rest.indexOf(': ', at + 1)) {
    if (steps.has(rest.slice(0, at))) return [rest.slice(0, at), rest.slice(at + 2)];
  }
  const at = rest.lastIndexOf(': ');
  return [rest.slice(0, at), rest.slice(at + 2)];
}

/** Shows a key of a space for people: as what it stands for where its coders say enough, else as bytes. */
export function keyText(space: KeptSpace, coders: string, key: Uint8Array): string {
  try {
    return decoded(space, codersOfText(coders), key) ?? bytesText(key);
  } catch {
    return bytesText(key);
  }
}

function decoded(
  { keys }: KeptSpace,
  coders: readonly (Coder<any> | undefined)[],
  bytes: Uint8Array,
): string | undefined {
  const reader = new ByteReader(bytes);
  switch (keys) {
    case 'number':
      return String(numberOf(bytes));
    case 'piece':
      if (bytes.length === 0) return 'last epoch written';
      return `epoch ${numberOf(bytes)}, piece ${numberOf(bytes.subarray(8)) + 1}`;
    case 'text':
      return new TextDecoder().decode(bytes).replace('\n', ' ');
    case 'window':
      return coders[0] && windowText(coders[0].decode(reader));
    case 'side':
      return bytes.length === 0 ? ALWAYS : undefined;
    case 'timer':
    case 'window and key': {
      const [window, key] = coders;
      if (window === undefined || key === undefined) return undefined;
      // Most state is in the global window: there the key alone says it.
      const where = windowText(window.decode(reader));
      const parts = [preview(key.decode(reader), 80), where === ALWAYS ? '' : where];
      if (keys === 'timer') parts.push(timerText(reader.readPrefixedText(), reader.readPrefixedText()));
      return reader.remaining > 0 ? undefined : parts.filter((part) => part !== '').join(' ');
    }
  }
}

const timerText = (family: string, tag: string): string =>
  `timer "${family}"${tag === '' ? '' : ` tag "${tag}"`}`;

/** A window in words. */
function windowText(window: Window): string {
  if (windowKey(window) === windowKey(GLOBAL_WINDOW)) return ALWAYS;
  return `[${formatInstant(window.start)}, ${formatInstant(window.end)})`;
}

const ALWAYS = 'global window';

/** Bytes as text where they are text, else in hexadecimal. */
export function bytesText(bytes: Uint8Array): string {
  const limit = 40;
  const shown = bytes.subarray(0, limit);
  const more = bytes.length > limit ? `… (${bytes.length} bytes)` : '';
  if (shown.every((byte) => byte >= 32 && byte < 127)) {
    return `${JSON.stringify(String.fromCharCode(...shown))}${more}`;
  }
  return `0x${[...shown].map((byte) => byte.toString(16).padStart(2, '0')).join('')}${more}`;
}
