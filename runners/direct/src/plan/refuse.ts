import { IsBounded, OutputTime, type Pipeline } from '@hornbeam/proto';
import { BeamError } from '@hornbeam/sdk/model';
import { windowFnFromSpec } from '@hornbeam/sdk/translate';

/**
 * Says no before anything runs, by name, to what this runner does not do.
 * @throws BeamError `E_UNSUPPORTED`
 */
export function refuseUnsupported(pipeline: Pipeline): void {
  for (const requirement of pipeline.requirements) {
    throw new BeamError(
      'E_UNSUPPORTED',
      `The direct runner does not honour the requirement "${requirement}".`,
      {
        help: 'run the pipeline on a runner that does',
      },
    );
  }
  for (const [id, collection] of Object.entries(pipeline.components?.pcollections ?? {})) {
    if (collection.isBounded === IsBounded.UNBOUNDED) {
      throw new BeamError(
        'E_UNSUPPORTED',
        `The direct runner cannot run the unbounded PCollection "${id}".`,
        {
          help: 'read a bounded source',
        },
      );
    }
  }
  for (const strategy of Object.values(pipeline.components?.windowingStrategies ?? {})) {
    windowFnFromSpec(strategy.windowFn);
    if (strategy.outputTime > OutputTime.END_OF_WINDOW) {
      throw new BeamError(
        'E_UNSUPPORTED',
        'The direct runner gives the results of a grouping the end of their window as timestamp.',
        {
          help: 'use the timestamp combiner END_OF_WINDOW',
        },
      );
    }
  }
}
