/** Source text of Python, where a transform of Python takes a function: made by `python`. */
export interface PythonCode {
  readonly python: string;
}

/** A value that the configuration of a transform of another SDK may have. Whole numbers become 64-bit integers. */
export type ExternalValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | PythonCode
  | readonly ExternalValue[]
  | { readonly [field: string]: ExternalValue };

/** The fields of a configuration. */
export type ExternalConfig = Readonly<Record<string, ExternalValue>>;

/** A transform of another SDK, and its configuration. */
export type ExternalTransform =
  /** One with a schema, found by its identifier (`beam:expansion:payload:schematransform:v1`). */
  | { readonly kind: 'schema'; readonly identifier: string; readonly config: ExternalConfig }
  /** A class or function of Python (`beam:transforms:python:fully_qualified_named`). */
  | {
      readonly kind: 'python';
      readonly name: string;
      readonly args: readonly ExternalValue[];
      readonly kwargs: ExternalConfig;
    }
  /** A class of Java (`beam:expansion:payload:java_class_lookup:v1`). */
  | {
      readonly kind: 'java';
      readonly className: string;
      /** The static method that makes one; its constructor without. */
      readonly method: string;
      readonly args: readonly ExternalValue[];
      /** Called on it, in order. */
      readonly builders: readonly { readonly method: string; readonly args: readonly ExternalValue[] }[];
    }
  /** One that its service knows by a URN and a row of configuration (ExternalConfigurationPayload). */
  | { readonly kind: 'urn'; readonly urn: string; readonly config: ExternalConfig };

/** Where a transform of another SDK is expanded, and its steps run. */
export type ExpansionService =
  /** One that is up, `host:port`. */
  | { readonly kind: 'endpoint'; readonly endpoint: string }
  /** That of Beam's Python SDK, started for the run. */
  | { readonly kind: 'python'; readonly interpreter?: string }
  /** That of Beam's Java SDK, started for the run. */
  | { readonly kind: 'java'; readonly classPath?: readonly string[] };
