import type { StandardSchemaV1 } from '@standard-schema/spec';
import type {
  ExpansionService,
  ExternalConfig,
  ExternalTransform,
  ExternalValue,
  PythonCode,
} from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { BeamError } from '../model/errors.js';
import { coderForSchema } from '../model/schema/standard-schema.js';
import * as transforms from '../transforms/external.js';
import { PCollection } from './pcollection.js';
import { Root } from './root.js';

/** How a transform of another SDK is used. */
export interface ExternalOptions<O> {
  /** Where it is expanded and run: `javaService()`, `pythonService()`, or the `host:port` of one that is up. */
  readonly service: ExpansionService | string;
  /** What it makes: a schema of rows, or the coder of other elements. */
  readonly output: StandardSchemaV1<any, O> | Coder<O>;
  /** It makes elements without an end; false without it. */
  readonly unbounded?: boolean;
}

/** Takes a PCollection, several by their names, or the root of a pipeline, for transforms that read something. */
type ExternalInput = Root | PCollection<any> | Readonly<Record<string, PCollection<any>>>;

/**
 * A transform of another SDK, for `apply`: `p.apply('Numbers', external(schemaTransform('beam:…', { … }), { … }))`. Its
 * expansion service says before the run what it is made of; its steps run in a worker of that SDK, on every runner.
 */
export const external =
  <O>(transform: ExternalTransform, { service, output, unbounded = false }: ExternalOptions<O>) =>
  (input: ExternalInput): PCollection<O> => {
    if (output === undefined) {
      throw new BeamError('E_BAD_ARGUMENT', 'A transform of another SDK needs to be told what it makes.', {
        help: 'give external(…, { output }) the schema or coder of its elements',
      });
    }
    const settings = {
      transform,
      service: typeof service === 'string' ? ({ kind: 'endpoint', endpoint: service } as const) : service,
      coder: '~standard' in output ? (coderForSchema(output) as Coder<O>) : output,
      unbounded,
    };
    if (input instanceof Root) return new PCollection(transforms.external(input.graph, {}, settings));
    const inputs = input instanceof PCollection ? { input } : input;
    const nodes = Object.entries(inputs).map(([name, { node }]) => [name, node] as const);
    const [first] = nodes;
    if (first === undefined) {
      throw new BeamError('E_BAD_ARGUMENT', 'A transform of another SDK was given no input.', {
        help: 'apply it to the root of the pipeline where it reads something itself',
      });
    }
    return new PCollection(transforms.external(first[1].graph, Object.fromEntries(nodes), settings));
  };

/** One with a schema, by its identifier; `beam-run transforms` lists them, and the fields of their configurations. */
export const schemaTransform = (identifier: string, config: ExternalConfig = {}): ExternalTransform => ({
  kind: 'schema',
  identifier,
  config,
});

/** A class or function of Python that makes a transform, by its full name, with positional and named arguments. */
export const pythonTransform = (
  name: string,
  args: readonly ExternalValue[] = [],
  kwargs: ExternalConfig = {},
): ExternalTransform => ({ kind: 'python', name, args, kwargs });

/** A function for a transform of Python, in its own words: `python('lambda x: x + 1')`. */
export const python = (code: string): PythonCode => ({ python: code });

/** How a {@link javaTransform} is made. */
export interface JavaTransformOptions {
  /** The static method that makes it; its constructor without. */
  readonly method?: string;
  readonly args?: readonly ExternalValue[];
  /** Methods that are called on it, in order: `{ to: [10] }`. */
  readonly builders?: Readonly<Record<string, readonly ExternalValue[]>>;
}

/** A class of Java that is a transform, by its full name. */
export const javaTransform = (
  className: string,
  { method = '', args = [], builders = {} }: JavaTransformOptions = {},
): ExternalTransform => ({
  kind: 'java',
  className,
  method,
  args,
  builders: Object.entries(builders).map(([name, values]) => ({ method: name, args: values })),
});

/** A transform that its service knows by a URN, with a row of configuration. */
export const urnTransform = (urn: string, config: ExternalConfig = {}): ExternalTransform => ({
  kind: 'urn',
  urn,
  config,
});

/**
 * The expansion service of Beam's Python SDK, started for the run.
 * @param interpreter one that has apache-beam; HORNBEAM_PYTHON, or python3, without it
 */
export const pythonService = (interpreter?: string): ExpansionService => ({
  kind: 'python',
  ...(interpreter === undefined ? {} : { interpreter }),
});

/**
 * The expansion service of Beam's Java SDK, started for the run.
 * @param classPath jars with more transforms, beside Beam's own
 */
export const javaService = (classPath?: readonly string[]): ExpansionService => ({
  kind: 'java',
  ...(classPath === undefined ? {} : { classPath }),
});
