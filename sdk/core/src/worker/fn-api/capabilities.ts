import { urns } from '@hornbeam/proto/urns';
import { coderUrns } from '../../model/coders/urns.js';

const { protocols, transforms } = urns;

/** What a worker can do, for `Environment.capabilities`. A runner may use whatever is in the list. */
export const WORKER_CAPABILITIES: readonly string[] = [
  ...Object.values(coderUrns).filter((urn) => urn.startsWith('beam:')),
  protocols.progressReporting,
  'beam:protocol:monitoring_info_short_ids:v1',
  protocols.multiCoreBundleProcessing,
  protocols.harnessMonitoringInfos,
  protocols.workerStatus,
  protocols.controlRequestElementsEmbedding,
  protocols.stateCaching,
  transforms.truncateSizedRestriction,
];
