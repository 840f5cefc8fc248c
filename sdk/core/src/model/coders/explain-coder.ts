import { schemaText } from '../schema/schema-text.js';
import type { Coder } from './coder.js';
import { RowCoder } from './row.js';
import { coderUrns, hornbeamCoderUrns } from './urns.js';

/** URNs whose short name is not simply the part before the version. */
const names: Readonly<Record<string, string>> = {
  [coderUrns.stringUtf8]: 'string',
  [hornbeamCoderUrns.generic]: 'generic',
};

/** A coder in one line for people: `kv<string, iterable<generic>>`, `row<id: int64, note: string?>`. */
export function explainCoder(coder: Coder<any>): string {
  if (coder instanceof RowCoder) return schemaText(coder.schema);
  const name = names[coder.urn] ?? /([^:]+)(:v\d+)?$/.exec(coder.urn)?.[1] ?? coder.urn;
  const parts = coder.components.map(explainCoder);
  return parts.length === 0 ? name : `${name}<${parts.join(', ')}>`;
}
