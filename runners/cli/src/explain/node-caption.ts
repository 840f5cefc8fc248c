import type { ViewNode } from './plan-view.js';

/** The small line below the name of a step in pictures: what it does, where it was written, its stages. */
export function nodeCaption({ operation, line, stages }: ViewNode): string {
  const stage = stages.length === 0 ? [] : [`stage ${stages.join(', ')}`];
  return [operation, ...(line === undefined ? [] : [line]), ...stage].join(' · ');
}
