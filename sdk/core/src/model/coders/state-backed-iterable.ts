import type { Coder } from './coder.js';
import { IterableCoder, type RestReader } from './iterable.js';
import { keyCoder } from './key-coder.js';
import { coderUrns } from './urns.js';

/**
 * An iterable whose end may stay with the runner (`beam:coder:state_backed_iterable:v1`): the bytes of
 * {@link IterableCoder}, under the URN by which a runner announces that it will use the third form.
 */
export class StateBackedIterableCoder<T> extends IterableCoder<T> {
  override readonly urn = coderUrns.stateBackedIterable;

  override keyForm(): Coder<Iterable<T>> {
    return new StateBackedIterableCoder(
      keyCoder(this.element),
      this.readRest satisfies RestReader | undefined,
    );
  }
}
