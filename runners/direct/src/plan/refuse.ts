import type { Pipeline } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';

/**
 * What this runner honours. Input of a stage is stable once it has been committed, and no bundle is repeated in
 * memory: `requiresStableInput` holds by itself.
 */
const honoured: ReadonlySet<string> = new Set([
  urns.requirements.statefulProcessing,
  urns.requirements.bundleFinalization,
  urns.requirements.stableInput,
  urns.requirements.splittableDoFn,
  urns.requirements.onWindowExpiration,
  urns.requirements.timeSortedInput,
]);

/**
 * Says no before anything runs, by name, to what this runner does not do.
 * @throws BeamError `E_UNSUPPORTED`
 */
export function refuseUnsupported(pipeline: Pipeline): void {
  for (const requirement of pipeline.requirements) {
    if (honoured.has(requirement)) continue;
    throw new BeamError(
      'E_UNSUPPORTED',
      `The direct runner does not honour the requirement "${requirement}".`,
      {
        help: 'run the pipeline on a runner that does',
      },
    );
  }
}
