import type { Coder } from '../model/coders/coder.js';
import { GenericCoder } from '../model/coders/generic.js';
import { KvCoder } from '../model/coders/kv.js';
import { sameCoder } from '../model/coders/registry.js';

/**
 * A coder that takes what either coder takes. Pairs stay pairs, so that they can still be grouped; a coder and
 * its canonical form meet in the canonical one.
 */
export function commonCoder(a: Coder<any>, b: Coder<any>): Coder<any> {
  if (sameCoder(a, b)) return a;
  if (a instanceof KvCoder && b instanceof KvCoder) {
    return new KvCoder(commonCoder(a.key, b.key), commonCoder(a.value, b.value));
  }
  if (isKeyForm(b, a)) return b;
  if (isKeyForm(a, b)) return a;
  return new GenericCoder();
}

function isKeyForm(form: Coder<any>, coder: Coder<any>): boolean {
  const own = coder.deterministic ? undefined : coder.keyForm?.();
  return own !== undefined && sameCoder(own, form);
}
