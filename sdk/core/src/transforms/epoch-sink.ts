import type { Collection, EpochSink } from '../construction/index.js';
import { DEFAULT_CONCURRENCY } from './par-do.js';

/**
 * Hands every element to a sink. A run that keeps its state hands it all elements of an epoch at once, when they can no
 * longer change; any other those of a bundle, at its end.
 */
export function writeEpochs<T>(input: Collection<T>, sink: EpochSink<T>): void {
  input.graph.addStep({
    label: sink.name,
    operation: {
      kind: 'parDo',
      callback: { shape: 'sink', sink },
      uses: {},
      onError: 'fail',
      concurrency: DEFAULT_CONCURRENCY,
      ordered: false,
      observesContext: false,
    },
    inputs: { input },
    outputs: { main: {} },
  });
}
