import type { Collection, ExpansionService, ExternalTransform, Graph } from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { BeamError } from '../model/errors.js';
import { GLOBAL_WINDOWING } from '../model/windowing.js';
import { output } from './impulse.js';

/** What {@link external} is told. */
export interface ExternalSettings<O> {
  readonly transform: ExternalTransform;
  readonly service: ExpansionService;
  /** Reads what the transform makes. */
  readonly coder: Coder<O>;
  /** The transform makes elements without an end; false without it. */
  readonly unbounded?: boolean;
}

/**
 * A transform of another SDK: its expansion service says before the run what it is made of, and its steps run in a worker
 * of that SDK.
 * @param inputs by the names that the transform gives them; a transform that reads something has none
 * @throws BeamError `E_FOREIGN_PCOLLECTION`
 */
export function external<O>(
  graph: Graph,
  inputs: Readonly<Record<string, Collection<any>>>,
  { transform, service, coder, unbounded = false }: ExternalSettings<O>,
): Collection<O> {
  const [first] = Object.values(inputs);
  if (first !== undefined && first.graph !== graph) {
    throw new BeamError(
      'E_FOREIGN_PCOLLECTION',
      'A transform of another SDK was given a PCollection of another pipeline.',
    );
  }
  const windowing = first?.windowing ?? GLOBAL_WINDOWING;
  const step = graph.addStep({
    label: labelOf(transform),
    operation: { kind: 'external', transform, service },
    inputs,
    outputs: { main: { coder, windowing, bounded: !unbounded && (first?.bounded ?? true) } },
  });
  return output<O>(step, 'main');
}

/** The last word of the name that the other SDK knows it by. */
function labelOf(transform: ExternalTransform): string {
  switch (transform.kind) {
    case 'schema':
      return transform.identifier
        .replace(/:v\d+$/, '')
        .split(':')
        .at(-1)!;
    case 'python':
      return transform.name.split('.').at(-1)!;
    case 'java':
      return transform.className.split('.').at(-1)!;
    case 'urn':
      return transform.urn
        .replace(/:v\d+$/, '')
        .split(':')
        .at(-1)!;
  }
}
