import { type Components, Duration, FixedWindowsPayload } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';

/**
 * Calendar windows for runners that do not know them. Groupings go by the windows that elements have, which our own step
 * has given them; so the runner may take them for tumbling windows of any size.
 */
export function standInWindows(components: Components): Components {
  const windowingStrategies = Object.fromEntries(
    Object.entries(components.windowingStrategies).map(([id, strategy]) => {
      if (strategy.windowFn?.urn !== urns.hornbeam.calendarWindows) return [id, strategy];
      const size = Duration.create({ seconds: 86_400n });
      const payload = FixedWindowsPayload.encode({ size }).finish();
      return [id, { ...strategy, windowFn: { urn: urns.windowFns.fixed, payload } }];
    }),
  );
  return { ...components, windowingStrategies };
}
