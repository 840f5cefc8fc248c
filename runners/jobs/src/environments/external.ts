import { Environment, ExternalPayload } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { RunOptions } from '@hornbeam/sdk/construction';
import { WORKER_CAPABILITIES } from '@hornbeam/sdk/fn-api';
import type { Plan } from '@hornbeam/sdk/translate';
import type { WorkerEnvironment } from './worker-environment.js';
import { encodeWorkerSpec, SPEC_PARAMETER, workerSpec } from './worker-spec.js';

/** Where an external environment is. */
export interface ExternalSettings {
  /** Of the pool, `host:port` as the runner reaches it. */
  readonly endpoint: string;
  /** Further parameters for whoever starts the workers there. */
  readonly params: Readonly<Record<string, string>>;
}

/**
 * A pool that is up, here or elsewhere, starts the workers. What they need goes with the plan: the pool need not see a
 * file of this machine, and nothing is staged.
 * @throws BeamError `E_USAGE` `E_BUILD`
 */
export async function openExternal(
  plan: Plan,
  options: RunOptions,
  { endpoint, params }: ExternalSettings,
): Promise<WorkerEnvironment> {
  const spec = encodeWorkerSpec(await workerSpec(plan, options, 'anywhere'));
  const payload = ExternalPayload.encode({
    endpoint: { url: endpoint },
    params: { ...params, [SPEC_PARAMETER]: spec.toString('base64') },
  }).finish();
  return {
    environment: Environment.create({
      urn: urns.environments.external,
      payload,
      capabilities: [...WORKER_CAPABILITIES],
    }),
    failure: undefined,
    close: async () => undefined,
  };
}
