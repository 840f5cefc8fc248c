import type { Components, WindowingStrategy } from '@hornbeam/proto';

/** Windows that take late elements for no longer than a runner can count; those that do for ever mean thousands of years. */
export function boundedLateness(components: Components, mostMillis: bigint): Components {
  const windowingStrategies: Record<string, WindowingStrategy> = {};
  for (const [id, strategy] of Object.entries(components.windowingStrategies)) {
    const isTooLong = strategy.allowedLateness > mostMillis;
    windowingStrategies[id] = isTooLong ? { ...strategy, allowedLateness: mostMillis } : strategy;
  }
  return { ...components, windowingStrategies };
}
