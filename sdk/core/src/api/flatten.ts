import * as transforms from '../transforms/index.js';
import { PCollection } from './pcollection.js';

/** All elements of several PCollections of the same type. */
export function flatten<T>(inputs: readonly PCollection<T>[]): PCollection<T> {
  return new PCollection(transforms.flatten(inputs.map((input) => input.node)));
}
