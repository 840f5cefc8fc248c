import { schemaCheck } from '@hornbeam/sdk/io';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Format } from './format.js';

/**
 * A format whose values are checked when they are read, by a schema of zod, valibot, ArkType or any other that follows
 * Standard Schema: what does not fit is a record that cannot be decoded. What is written is taken as it is.
 *
 * @example withSchema(jsonFormat(), z.object({ id: z.string(), cents: z.int() }))
 */
export function withSchema<S extends StandardSchemaV1<any, any>>(
  format: Format<any>,
  schema: S,
): Format<StandardSchemaV1.InferOutput<S>> {
  const check = schemaCheck(schema);
  return {
    name: format.name,
    decode(bytes, place) {
      const value = format.decode(bytes, place);
      return value instanceof Promise ? value.then(check) : check(value);
    },
    encode: (value, place) => format.encode(value, place),
  };
}
