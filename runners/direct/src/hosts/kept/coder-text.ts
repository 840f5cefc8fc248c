import {
  CANONICAL_PAYLOAD,
  type Coder,
  coderFromSpec,
  INT64_PAYLOAD,
  standardCoders,
} from '@hornbeam/sdk/model';

/** A coder in words that differ where its bytes do: its name, a hash of its payload, its components. */
export function coderText({ urn, components, payload }: Coder<any>): string {
  const text = urn.replace(/^beam:coder:|:v\d+$/g, '');
  const own = payload === undefined || payload.length === 0 ? '' : `#${hash(payload)}`;
  const parts =
    components === undefined || components.length === 0 ? '' : `<${components.map(coderText).join(', ')}>`;
  return `${text}${own}${parts}`;
}

/**
 * The coders that texts of {@link coderText}, with commas between, tell of: each undefined where the text is not enough
 * to read its bytes, as that of a row without its schema.
 */
export function codersOfText(text: string): readonly (Coder<any> | undefined)[] {
  return text === '' ? [] : splitList(text).map(coderOfText);
}

function coderOfText(text: string): Coder<any> | undefined {
  const match = /^([^#<]+)(?:#([0-9a-f]+))?(?:<(.*)>)?$/.exec(text);
  if (match === null) return undefined;
  const [, name, payloadHash, inner] = match;
  const urn = [`beam:coder:${name}:v1`, `${name}:v1`].find((each) => Object.hasOwn(standardCoders, each));
  const payload = payloadHash === undefined ? NOTHING : KNOWN.find((each) => hash(each) === payloadHash);
  const components = inner === undefined ? [] : splitList(inner).map(coderOfText);
  if (urn === undefined || payload === undefined || components.includes(undefined)) return undefined;
  try {
    return coderFromSpec(urn, components as Coder<any>[], payload);
  } catch {
    // It needs more than its name: a schema, classes, a window fn of the pipeline.
    return undefined;
  }
}

/** Splits at the commas that stand between no angle brackets. */
function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '<') depth++;
    else if (text[at] === '>') depth--;
    else if (text[at] === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

const NOTHING = new Uint8Array();
/** Payloads that are the same for every coder that has them. */
const KNOWN: readonly Uint8Array[] = [CANONICAL_PAYLOAD, INT64_PAYLOAD];

/** FNV-1a, 32 bits: tells payloads apart in a message; nothing relies on it being hard to meet. */
function hash(bytes: Uint8Array): string {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
  return sum.toString(16);
}
