import { ExpansionClient, ExpansionServices, typeText } from '@hornbeam/expansion';
import { Schema } from '@hornbeam/proto';
import type { ExpansionService } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { schemaFromPayload } from '@hornbeam/sdk/translate';
import type { TransformsFlags } from '../args/expansion-grammar.js';
import type { Host } from '../host.js';

/**
 * Lists the transforms with schemas that an expansion service offers, and the fields of their configurations.
 * @throws BeamError `E_USAGE` unless one service is named, `E_EXPANSION` `E_ENVIRONMENT`
 */
export async function transformsCommand(flags: TransformsFlags, host: Host): Promise<number> {
  const services = new ExpansionServices({
    report: (text) => void host.stderr.write(`${text}\n`),
    env: host.env,
  });
  try {
    const client = new ExpansionClient(await services.endpointOf(serviceOf(flags)));
    try {
      const offered = (await client.offered()).map(({ configSchema, ...about }) => {
        const { fields } = schemaFromPayload(Schema.encode(configSchema ?? Schema.create({})).finish());
        return {
          ...about,
          config: fields.map(({ name, type, description = '' }) => ({
            name,
            type: typeText(type),
            description,
          })),
        };
      });
      if (flags.json) {
        await host.stdout.write(`${JSON.stringify(offered, undefined, 2)}\n`);
        return 0;
      }
      const lines = offered.flatMap(({ identifier, description, config }) => [
        identifier,
        ...description
          .split('\n')
          .filter((line) => line.trim() !== '')
          .slice(0, 1)
          .map((line) => `    ${line.trim()}`),
        ...config.map(
          ({ name, type, description: what }) =>
            `    ${name}: ${type}${what === '' ? '' : `  ${what.split('\n')[0]}`}`,
        ),
      ]);
      await host.stdout.write(`${lines.join('\n')}\n`);
      return 0;
    } finally {
      client.close();
    }
  } finally {
    await services.close();
  }
}

function serviceOf({ expansionService, python, java }: TransformsFlags): ExpansionService {
  const given = [
    expansionService !== undefined && ({ kind: 'endpoint', endpoint: expansionService } as const),
    python === true && ({ kind: 'python' } as const),
    java === true && ({ kind: 'java' } as const),
  ].filter((each) => each !== false);
  if (given.length === 1) return given[0]!;
  throw new BeamError('E_USAGE', 'One expansion service must be named.', {
    help: 'give --expansion-service=host:port, --python or --java',
  });
}
