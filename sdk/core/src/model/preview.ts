import { StoredValues } from './stored-values.js';

/** How much of an element an error message shows. */
const LIMIT = 300;

/** A value as short readable text for messages: JSON where possible, with bigint, Date, Map, Set and bytes named. */
export function preview(value: unknown, limit: number = LIMIT): string {
  const text = print(value, 0);
  return text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`;
}

function print(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > LIMIT ? `${value.slice(0, LIMIT)}…` : value);
    case 'bigint':
      return `${value}n`;
    case 'object':
      break;
    case 'function':
      return value.name === '' ? 'a function' : `the function ${value.name}`;
    default:
      return Object.is(value, -0) ? '-0' : String(value);
  }
  if (value === null) return 'null';
  if (depth > 4) return '…';
  const list = (items: Iterable<unknown>, item: (x: any) => string): string => {
    const parts: string[] = [];
    for (const x of items) {
      if (parts.length === 20) {
        parts.push('…');
        break;
      }
      parts.push(item(x));
    }
    return parts.join(',');
  };
  const inner = (x: unknown): string => print(x, depth + 1);
  if (value instanceof StoredValues) return `values[${value.length}]`;
  if (Array.isArray(value)) return `[${list(value, inner)}]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof Uint8Array) return `bytes[${value.length}]`;
  if (value instanceof Map)
    return `Map{${list(value, ([k, v]: [unknown, unknown]) => `${inner(k)}=>${inner(v)}`)}}`;
  if (value instanceof Set) return `Set{${list(value, inner)}}`;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  const name = Object.getPrototypeOf(value)?.constructor?.name;
  const prefix = name === undefined || name === 'Object' ? '' : `${name} `;
  return `${prefix}{${list(Object.keys(value), (k: string) => `${JSON.stringify(k)}:${inner(Reflect.get(value as object, k))}`)}}`;
}
