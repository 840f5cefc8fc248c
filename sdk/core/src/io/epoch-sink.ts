import type { Sink } from '../api/index.js';
import type { EpochSink } from '../construction/index.js';
import * as transforms from '../transforms/index.js';

/**
 * A sink of pipelines from an {@link EpochSink}: what every exactly-once sink is made of.
 *
 * What its guarantee is worth goes by the runner. This project's own hands over whole epochs where it keeps its state, and
 * asks the target after a restart which it has. Elsewhere the rows of a bundle are written at its end, and a bundle that is
 * repeated writes them again.
 *
 * @example const toLedger = (url: string) => epochSink(new LedgerSink(url));
 */
export function epochSink<T>(sink: EpochSink<T>): Sink<T, void> {
  return {
    name: sink.name,
    expand: (input) => transforms.writeEpochs(input.node, sink),
  };
}
