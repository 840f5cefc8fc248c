import {
  type Components,
  Duration,
  FixedWindowsPayload,
  type FunctionSpec,
  MergeStatus,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';

/**
 * Windows that runners do not know, or take for something else, under the name of tumbling windows. Groupings go by the
 * windows that elements have, which our own steps have given them; so any windows of a begin and an end that do not merge
 * will do.
 *
 * - Calendar windows, which are hornbeam's own.
 * - Sessions behind a grouping: they are as they are, but some runners see sessions and merge them once more.
 */
export function standInWindows(components: Components): Components {
  const windowingStrategies = Object.fromEntries(
    Object.entries(components.windowingStrategies).map(([id, strategy]) => {
      const { windowFn, mergeStatus } = strategy;
      const isCalendar = windowFn?.urn === urns.hornbeam.calendarWindows;
      const isMerged = windowFn?.urn === urns.windowFns.session && mergeStatus === MergeStatus.ALREADY_MERGED;
      if (!isCalendar && !isMerged) return [id, strategy];
      return [id, { ...strategy, windowFn: days(), mergeStatus: MergeStatus.NON_MERGING }];
    }),
  );
  return { ...components, windowingStrategies };
}

/** Windows of a day; how long they are plays no part. */
const days = (): FunctionSpec => ({
  urn: urns.windowFns.fixed,
  payload: FixedWindowsPayload.encode({ size: Duration.create({ seconds: 86_400n }) }).finish(),
});
