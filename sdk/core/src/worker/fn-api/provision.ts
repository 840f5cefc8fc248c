import { type ProvisionInfo, ProvisionService } from '@hornbeam/proto/services';
import { BeamError } from '../../model/errors.js';
import type { Endpoints } from './endpoint.js';

/** Where the parts of a runner are, `host:port` each. */
export interface WorkerAddresses {
  readonly provision?: string | undefined;
  readonly control?: string | undefined;
  readonly logging?: string | undefined;
  readonly artifact?: string | undefined;
  readonly status?: string | undefined;
}

/**
 * Asks the runner what it has for the worker. Addresses it names count for more than those that are known.
 * @throws BeamError `E_SERVICE` when it does not answer, `E_USAGE` when nobody says where the control stream is
 */
export async function fetchProvision(
  endpoints: Endpoints,
  known: WorkerAddresses,
): Promise<{ provision: ProvisionInfo | undefined; addresses: WorkerAddresses }> {
  const provision =
    known.provision === undefined
      ? undefined
      : (await endpoints.call(known.provision, ProvisionService.getProvisionInfo, {})).info;
  const addresses: WorkerAddresses = {
    provision: known.provision,
    control: provision?.controlEndpoint?.url || known.control,
    logging: provision?.loggingEndpoint?.url || known.logging,
    artifact: provision?.artifactEndpoint?.url || known.artifact,
    status: provision?.statusEndpoint?.url || known.status,
  };
  if (!addresses.control) {
    throw new BeamError('E_USAGE', 'The worker was not told where the control stream of the runner is.', {
      help: 'start it with --provision_endpoint=<host:port>',
    });
  }
  return { provision, addresses };
}
