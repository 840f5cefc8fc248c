import type { StandardSchemaV1 } from '@standard-schema/spec';
import { BeamError } from '../model/errors.js';

/**
 * Checks raw options against a pipeline's schema.
 * @throws BeamError `E_BAD_OPTION` that lists every option that does not pass.
 */
export async function resolveOptions<S extends StandardSchemaV1>(
  schema: S,
  raw: Readonly<Record<string, unknown>>,
): Promise<StandardSchemaV1.InferOutput<S>> {
  const result = await schema['~standard'].validate(raw);
  if (result.issues === undefined) return result.value as StandardSchemaV1.InferOutput<S>;
  const lines = result.issues.map((issue) => {
    const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
    const given = path.reduce<unknown>(
      (value, part) => (value as Record<string, unknown> | undefined)?.[part],
      raw,
    );
    return `--${path.join('.') || '(options)'}: ${issue.message}${given === undefined ? '' : ` (given: ${JSON.stringify(given)})`}`;
  });
  throw new BeamError('E_BAD_OPTION', lines.join('\n'), {
    help: 'see the options of this pipeline with --help',
  });
}
