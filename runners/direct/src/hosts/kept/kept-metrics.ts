import type { MetricResult } from '@hornbeam/sdk/construction';
import type { MetricCells } from '@hornbeam/sdk/worker';
import type { EpochWriter } from '@hornbeam/store';
import type { Keeping, KeptPart } from './keeping.js';

/** The space of what a run has counted and measured. */
export const METRIC_SPACE = 'metrics';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The metrics of a run in a store: under step and name, with a line break between, the value as JSON. */
export class KeptMetrics implements KeptPart {
  private readonly cells: MetricCells;
  private readonly kept = new Map<string, string>();

  constructor(cells: MetricCells, keeping: Keeping) {
    this.cells = cells;
    for (const { key, value } of keeping.claim(METRIC_SPACE)) {
      const place = decoder.decode(key);
      const text = decoder.decode(value);
      const [step, name] = place.split('\n') as [string, string];
      this.kept.set(place, text);
      cells.restore({ step, name, value: JSON.parse(text) as MetricResult['value'] });
    }
    keeping.add(this);
  }

  save(to: EpochWriter): void {
    for (const { step, name, value } of this.cells.results()) {
      const place = `${step}\n${name}`;
      const text = JSON.stringify(value);
      if (this.kept.get(place) === text) continue;
      this.kept.set(place, text);
      to.put(METRIC_SPACE, encoder.encode(place), encoder.encode(text));
    }
  }
}
