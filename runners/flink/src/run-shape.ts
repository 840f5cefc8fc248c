import {
  firesPanes,
  flinkProfile,
  isEndless,
  onceOnlySinks,
  playsTestStream,
  portablePlan,
  readerOfSideInputs,
  writingStep,
} from '@hornbeam/jobs';
import { Environment } from '@hornbeam/proto';
import type { RunOptions } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import type { Plan } from '@hornbeam/sdk/translate';
import { type FlinkJobSettings, type RunShape, takesCheckpoints } from './flink-options.js';

/**
 * How a plan is to run. Where `stableSinks` is wanted, one with sinks that can write each row once runs with
 * checkpoints, also where its input has an end; the plain way is left for what Flink cannot do then.
 * @param isWatched its cluster can be asked: without that a stream whose input has ended does not end
 */
export function shapeOf(
  plan: Plan,
  settings: FlinkJobSettings,
  isWatched: boolean,
  { streaming = false }: Pick<RunOptions, 'streaming'> = {},
): RunShape {
  const { pipeline, steps } = plan;
  const endless = isEndless(pipeline);
  const testStream = playsTestStream(pipeline);
  const sinks = [...onceOnlySinks(pipeline.components!, steps).keys()];
  const stableSteps = sinks.map((id) => writingStep(pipeline.components!.transforms[id]!));
  const stable: RunShape = { endless: true, streaming: true, testStream, stableSteps };
  const mayStream = endless || (isWatched && canStream(plan));
  if (settings.stableSinks === true && sinks.length > 0 && takesCheckpoints(settings, stable) && mayStream) {
    // Checkpoints fail where side inputs are read; endless input is refused then, with the reason.
    if (readerOfSideInputs(pipeline) === undefined) return stable;
  }
  // Flink groups bounded input in one go, without panes.
  return { endless, streaming: endless || streaming || firesPanes(pipeline), testStream };
}

function canStream(plan: Plan): boolean {
  const environment = Environment.create();
  try {
    portablePlan(plan, { profile: flinkProfile, environment, streaming: true, stableSinks: true });
    return true;
  } catch (thrown) {
    if (thrown instanceof BeamError && thrown.code === 'E_UNSUPPORTED') return false;
    throw thrown;
  }
}
