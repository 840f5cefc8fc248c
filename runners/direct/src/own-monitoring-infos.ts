import type { Components, MonitoringInfo } from '@hornbeam/proto';
import { userMetric } from '@hornbeam/sdk/fn-api';
import type { MetricCells } from '@hornbeam/sdk/worker';

/** What the steps of this process have counted, in Beam's form: by the ids of steps, not by their names. */
export function ownMonitoringInfos(
  cells: MetricCells,
  { transforms }: Components,
): readonly MonitoringInfo[] {
  const idOf = new Map(Object.entries(transforms).map(([id, { uniqueName }]) => [uniqueName, id]));
  return cells.results().map(({ step, name, value }) => userMetric(idOf.get(step) ?? step, name, value));
}
