import type { Pipeline } from '@hornbeam/proto';

/**
 * Whether groupings of a plan have triggers of their own: then the panes that they fire, and what a pane says of itself,
 * are a result, which runners that group bounded input in one go do not make.
 */
export const firesPanes = ({ components }: Pipeline): boolean =>
  Object.values(components?.windowingStrategies ?? {}).some(
    ({ trigger }) => trigger !== undefined && trigger.default === undefined && trigger.never === undefined,
  );
