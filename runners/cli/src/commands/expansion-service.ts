import { ExpansionServer } from '@hornbeam/expansion';
import type { Offer } from '@hornbeam/sdk';
import { BeamError } from '@hornbeam/sdk/model';
import type { ExpansionServiceFlags } from '../args/expansion-grammar.js';
import { commandNames } from '../args/program.js';
import { bundle } from '../load/bundle.js';
import { importModule } from '../load/import-module.js';
import { pipelineFile } from '../load/pipeline-file.js';
import { logLine } from '../progress/log-line.js';
import type { Session } from '../session.js';

/**
 * Serves the transforms of a file to pipelines of other SDKs, and runs their steps, until a signal ends it.
 * @returns the exit code of the signal
 * @throws BeamError `E_NO_PIPELINE` for a file that offers nothing, `E_BUILD`, `E_SERVICE` when the port is taken
 */
export async function expansionServiceCommand(
  path: string,
  { host: address, port }: ExpansionServiceFlags,
  session: Session,
): Promise<number> {
  const { host, interruptions, mapping } = session;
  const paint = session.palette('stderr');
  const file = pipelineFile(path, host.cwd, commandNames);
  const [bundled] = await Promise.all([bundle(file, 'outside'), import('@jridgewell/trace-mapping')]);
  const exported = await importModule(bundled, bundled.specifiers, mapping);
  const server = await ExpansionServer.listen({
    offer: offerOf(exported, path),
    host: address,
    port,
    log: (record) => void host.stderr.write(`${logLine(record, host.now(), paint)}\n`),
  });
  try {
    await host.stdout.write(`transforms at ${server.address}\n`);
    return await interruptions.happened;
  } finally {
    await server.close();
  }
}

function offerOf(exported: object, path: string): Offer {
  const found = (exported as { default?: Partial<Offer> | null }).default;
  if (found?.kind === 'hornbeam:offer') return found as Offer;
  throw new BeamError('E_NO_PIPELINE', `The default export of "${path}" offers no transforms.`, {
    help: "write export default offer({ 'beam:transform:…': { expand: (input) => … } }) in the file",
  });
}
