import { BeamError } from '@hornbeam/sdk/model';
import { type Format, unusable } from './format.js';
import { FRAME, framed, type RegistrySettings, registryOf, schemaIdOf, subjectOf } from './registry-frame.js';

/** Options of {@link jsonFormat}. */
export interface JsonFormatOptions extends RegistrySettings {
  /** The JSON schema of what is written, where a registry is to know it. Values are not checked by it here. */
  readonly schema?: object | undefined;
}

/**
 * JSON as UTF-8. A type that is named is taken at its word; check values with `withSchema` where that matters.
 * @throws BeamError `E_BAD_ARGUMENT`
 */
export function jsonFormat<T = unknown>(options: JsonFormatOptions = {}): Format<T> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const registry = registryOf(options);
  const schema = options.schema && JSON.stringify(options.schema);
  return {
    name: 'json',
    decode(bytes) {
      if (registry === undefined) return JSON.parse(decoder.decode(bytes)) as T;
      schemaIdOf(bytes);
      return JSON.parse(decoder.decode(bytes.subarray(FRAME))) as T;
    },
    encode(value, place) {
      const text = JSON.stringify(value) as string | undefined;
      if (text === undefined) throw unusable(`JSON has nothing for a ${typeof value}`);
      const bytes = Buffer.from(text);
      if (registry === undefined) return bytes;
      if (schema === undefined) throw needsSchema('jsonFormat');
      return registry
        .idOf(subjectOf(options, place), 'JSON', schema, options.register ?? false)
        .then((id) => framed(id, bytes));
    },
  };
}

/** A format was to write with a registry, but has no schema. */
export const needsSchema = (format: string): BeamError =>
  new BeamError('E_BAD_ARGUMENT', `${format} was given a registry, but no schema to write with.`, {
    help: 'name the schema of what is written; without one a format can only read',
  });
