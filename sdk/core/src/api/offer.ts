import type { RowSchema } from '../model/schema/row.js';
import type { PCollection } from './pcollection.js';
import type { Root } from './root.js';

/** What a transform is applied to: one PCollection, several by their names, or the root of a pipeline. */
export type OfferedInput = PCollection<any> | Readonly<Record<string, PCollection<any>>> | Root;

/** A transform that other SDKs may use. */
export interface OfferedTransform<C extends object = any> {
  /** In one line, for those who list what there is. */
  readonly description?: string;
  /** The fields of its configuration; none without it. */
  readonly config?: RowSchema<C>;
  /**
   * Builds it. What it hands out is read by other SDKs, so it needs a coder of Beam's own: end with `.withSchema(…)`.
   */
  expand(input: any, config: C): PCollection<any> | Readonly<Record<string, PCollection<any>>>;
}

/** The transforms of a file, by the URNs that other SDKs know them by. */
export interface Offer {
  readonly kind: 'hornbeam:offer';
  readonly transforms: Readonly<Record<string, OfferedTransform>>;
}

/**
 * Offers transforms to pipelines of other SDKs: the default export of a file that `beam-run expansion-service` serves.
 * `offer({ 'beam:transform:org.example:shout:v1': { expand: (texts) => texts.map(…) } })`
 */
export const offer = (transforms: Readonly<Record<string, OfferedTransform>>): Offer => ({
  kind: 'hornbeam:offer',
  transforms,
});
