import { sameSchema } from '../schema/schema.js';
import type { Coder } from './coder.js';
import { RowCoder } from './row.js';
import { sameBytes } from './same-bytes.js';

/** True when two coders write and read the same: equal URN, payload (for rows: schema) and components. */
export function sameCoder(a: Coder<any>, b: Coder<any>): boolean {
  if (a === b) return true;
  if (a.urn !== b.urn || a.components.length !== b.components.length) return false;
  if (a instanceof RowCoder && b instanceof RowCoder) return sameSchema(a.schema, b.schema);
  if (!sameBytes(a.payload, b.payload)) return false;
  return a.components.every((component, i) => sameCoder(component, b.components[i]!));
}
