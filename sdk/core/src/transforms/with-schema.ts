import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Collection } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import { coderForSchema } from '../model/schema/standard-schema.js';
import { map, type StepOptions } from './par-do.js';

/** Checks every element against a schema and gives it the schema's type and coder. */
export function withSchema<T, S extends StandardSchemaV1<any, any>>(
  input: Collection<T>,
  schema: S,
  options: StepOptions<T> = {},
): Collection<StandardSchemaV1.InferOutput<S>> {
  const validate = schemaCheck(schema);
  return map<T, StandardSchemaV1.InferOutput<S>>(
    input,
    function withSchema(element: T) {
      return validate(element);
    },
    options,
    coderForSchema(schema),
  );
}

/**
 * A function that checks a value and returns what the schema makes of it.
 * @throws BeamError `E_BAD_RECORD` with every issue of the schema.
 */
export function schemaCheck<S extends StandardSchemaV1<any, any>>(
  schema: S,
): (value: unknown) => StandardSchemaV1.InferOutput<S> | Promise<StandardSchemaV1.InferOutput<S>> {
  const finish = (result: StandardSchemaV1.Result<StandardSchemaV1.InferOutput<S>>) => {
    if (result.issues === undefined) return result.value;
    const issues = result.issues.map((issue) => {
      const path = (issue.path ?? [])
        .map((part) => String(typeof part === 'object' ? part.key : part))
        .join('.');
      return path === '' ? issue.message : `${path}: ${issue.message}`;
    });
    throw new BeamError('E_BAD_RECORD', `The element does not fit its schema: ${issues.join('; ')}.`, {
      help: "mend the data or the schema, or keep going with onError: 'skip' or a dead-letter output",
    });
  };
  return (value) => {
    const result = schema['~standard'].validate(value);
    return result instanceof Promise ? result.then(finish) : finish(result);
  };
}
