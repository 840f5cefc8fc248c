import type { DeclaredOption } from './declared-options.js';

/**
 * The value that the text of a flag stands for, by the types that the option declares. Text that fits none of
 * them is handed on as it is: the schema's own message says best what is wrong with it.
 */
export function optionValue(texts: readonly (string | boolean)[], option: DeclaredOption): unknown {
  const last = texts.at(-1);
  if (option.types.includes('array')) {
    if (texts.length === 1 && typeof last === 'string') {
      const parsed = jsonOf(last);
      if (Array.isArray(parsed)) return parsed;
    }
    return texts.map((text) => scalar(text, option.itemTypes));
  }
  return last === undefined ? undefined : scalar(last, option.types);
}

/** A text as the first of these types that it is a faithful form of; the text itself when it is of none. */
function scalar(text: string | boolean, types: readonly string[]): unknown {
  if (typeof text === 'boolean') return text;
  const isNumeric = types.includes('number') || types.includes('integer');
  if (isNumeric) {
    const number = numberOf(text);
    // '007' may be a number or a text; where both are allowed it keeps its zeros.
    if (number !== undefined && (!types.includes('string') || String(number) === text)) return number;
  }
  if (types.includes('boolean')) {
    const truth = booleanOf(text);
    if (truth !== undefined) return truth;
  }
  if (types.includes('null') && !types.includes('string') && text === 'null') return null;
  if (types.includes('object')) {
    const parsed = jsonOf(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  }
  return text;
}

/**
 * Other readings of a text, in the order in which they are tried when the text itself does not pass a schema
 * that does not say its types.
 */
export function* otherReadings(texts: readonly (string | boolean)[]): IterableIterator<unknown> {
  const text = texts.at(-1);
  if (texts.length > 1) {
    yield [...texts];
    return;
  }
  if (typeof text !== 'string') return;
  const number = numberOf(text);
  if (number !== undefined) yield number;
  const truth = booleanOf(text);
  if (truth !== undefined) yield truth;
  if (/^-?\d+$/.test(text)) yield BigInt(text);
  const parsed = jsonOf(text);
  if (typeof parsed === 'object' && parsed !== null) yield parsed;
  yield [text];
}

const numberOf = (text: string): number | undefined => {
  const isNumber = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) && Number.isFinite(Number(text));
  return isNumber ? Number(text) : undefined;
};

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

const booleanOf = (text: string): boolean | undefined => {
  const word = text.toLowerCase();
  return Object.hasOwn(truths, word) ? truths[word] : undefined;
};

function jsonOf(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
