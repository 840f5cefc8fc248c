import {
  type BuilderMethod,
  ExternalConfigurationPayload,
  type FunctionSpec,
  JavaClassLookupPayload,
  SchemaTransformPayload,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { ExternalTransform } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { configuredRow, inferredArguments, inferredRow } from './config-row.js';
import type { OfferedTransform } from './expansion-client.js';

/** Of a class or function of Python. */
const PYTHON_NAMED = 'beam:transforms:python:fully_qualified_named';

/**
 * What an expansion service is asked for.
 * @param offered the transforms with schemas that it offers; asked for only where one is wanted
 * @throws BeamError `E_EXPANSION`
 */
export async function externalSpec(
  transform: ExternalTransform,
  offered: () => Promise<readonly OfferedTransform[]>,
): Promise<FunctionSpec> {
  switch (transform.kind) {
    case 'schema': {
      const { identifier, config } = transform;
      const all = await offered();
      const found = all.find((each) => each.identifier === identifier);
      if (found === undefined) throw unknown(identifier, all);
      const { schema, row } = configuredRow(
        identifier,
        config,
        found.configSchema ?? ({ fields: [], id: '' } as never),
      );
      return {
        urn: urns.expansionMethods.schemaTransform,
        payload: SchemaTransformPayload.encode({
          identifier,
          configurationSchema: schema,
          configurationRow: row,
        }).finish(),
      };
    }
    case 'python': {
      const { name, args, kwargs } = transform;
      const { schema, row } = inferredRow({
        constructor: name,
        ...(args.length === 0
          ? {}
          : { args: Object.fromEntries(args.map((value, i) => [`arg${i}`, value])) }),
        ...(Object.keys(kwargs).length === 0 ? {} : { kwargs }),
      });
      return {
        urn: PYTHON_NAMED,
        payload: ExternalConfigurationPayload.encode({ schema, payload: row }).finish(),
      };
    }
    case 'java': {
      const { className, method, args, builders } = transform;
      const made = inferredArguments(args);
      const builderMethods = builders.map((builder): BuilderMethod => {
        const { schema, row } = inferredArguments(builder.args);
        return { name: builder.method, schema, payload: row };
      });
      return {
        urn: urns.expansionMethods.javaClassLookup,
        payload: JavaClassLookupPayload.encode({
          className,
          constructorMethod: method,
          constructorSchema: made.schema,
          constructorPayload: made.row,
          builderMethods,
        }).finish(),
      };
    }
    case 'urn': {
      const { schema, row } = inferredRow(transform.config);
      const payload = ExternalConfigurationPayload.encode({ schema, payload: row }).finish();
      return { urn: transform.urn, payload };
    }
  }
}

function unknown(identifier: string, offered: readonly OfferedTransform[]): BeamError {
  const words = new Set(identifier.split(/[:_.]/));
  const near = offered
    .map((each) => ({
      each,
      shared: each.identifier.split(/[:_.]/).filter((word) => words.has(word)).length,
    }))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, 3)
    .map(({ each }) => each.identifier);
  return new BeamError('E_EXPANSION', `The expansion service offers no transform "${identifier}".`, {
    help:
      near.length === 0 ? 'it offers none with a schema' : `the nearest that it offers: ${near.join(', ')}`,
  });
}
