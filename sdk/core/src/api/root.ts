import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Graph } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import { coderForSchema } from '../model/schema/standard-schema.js';
import { create } from '../transforms/create.js';
import { impulse } from '../transforms/impulse.js';
import { PCollection } from './pcollection.js';
import type { Source } from './source.js';

/** Where a pipeline begins: hands out the first PCollections. */
export class Root {
  readonly graph: Graph;

  constructor(graph: Graph) {
    this.graph = graph;
  }

  /** Reads a source. */
  read<T>(source: Source<T>): PCollection<T> {
    return this.apply(source.name, () => source.expand(this));
  }

  /** A PCollection of the given values, for tests, constants and small tables. */
  create<T>(values: Iterable<T>): PCollection<T>;
  create<S extends StandardSchemaV1<any, any>>(
    values: Iterable<StandardSchemaV1.InferOutput<S>>,
    options: { readonly schema: S },
  ): PCollection<StandardSchemaV1.InferOutput<S>>;
  create<T>(
    values: Iterable<T>,
    options: { readonly schema?: StandardSchemaV1<any, T> } = {},
  ): PCollection<T> {
    const coder = options.schema === undefined ? undefined : coderForSchema(options.schema);
    return new PCollection(create(this.graph, values, coder));
  }

  /** One empty byte string: the seed of transforms that make their own elements. */
  impulse(): PCollection<Uint8Array> {
    return new PCollection(impulse(this.graph));
  }

  /** All elements of several PCollections of the same type. */
  flatten<T>(inputs: readonly PCollection<T>[]): PCollection<T> {
    const [first, ...rest] = inputs;
    if (first === undefined) {
      throw new BeamError('E_BAD_ARGUMENT', 'flatten was given no PCollection.', {
        help: 'an empty PCollection is p.create([])',
      });
    }
    return first.flattenWith(...rest);
  }

  /** Applies a function to the root: the way to write a transform of one's own that reads something. */
  apply<O>(transform: (root: Root) => O): O;
  apply<O>(name: string, transform: (root: Root) => O): O;
  apply<O>(nameOrTransform: string | ((root: Root) => O), transform?: (root: Root) => O): O {
    const body = typeof nameOrTransform === 'string' ? transform! : nameOrTransform;
    const label = typeof nameOrTransform === 'string' ? nameOrTransform : nameOrTransform.name || 'apply';
    return this.graph.composite(label, () => body(this));
  }
}
