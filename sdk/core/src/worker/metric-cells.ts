import type { MetricKind, MetricResult, MetricValue } from '../construction/index.js';

type Cell =
  | { kind: 'counter'; value: number }
  | { kind: 'distribution'; count: number; sum: number; min: number; max: number }
  | { kind: 'gauge'; value: number; at: number }
  | { kind: 'stringSet'; values: Set<string> };

/**
 * The metrics of one worker, by step and name, summed since it began. What the callbacks are handed are small
 * objects over a cell, made once per step.
 */
export class MetricCells {
  private readonly cells = new Map<string, { step: string; name: string; cell: Cell }>();

  /** The object a callback uses to touch the metric. */
  handle(step: string, name: string, kind: MetricKind, now: () => number): object {
    const cell = this.cell(step, name, kind);
    switch (cell.kind) {
      case 'counter':
        return {
          inc(by = 1) {
            cell.value += by;
          },
        };
      case 'distribution':
        return {
          update(value: number) {
            cell.count++;
            cell.sum += value;
            if (value < cell.min) cell.min = value;
            if (value > cell.max) cell.max = value;
          },
        };
      case 'gauge':
        return {
          set(value: number) {
            cell.value = value;
            cell.at = now();
          },
        };
      case 'stringSet':
        return {
          add(...values: string[]) {
            for (const value of values) cell.values.add(value);
          },
        };
    }
  }

  /** All metrics that were touched. */
  results(): MetricResult[] {
    const results: MetricResult[] = [];
    for (const { step, name, cell } of this.cells.values()) {
      const value = resultOf(cell);
      if (value !== undefined) results.push({ step, name, value });
    }
    return results;
  }

  /** As {@link results}, and begins again from nothing: what was added since the last time. */
  take(): MetricResult[] {
    const results = this.results();
    for (const { cell } of this.cells.values()) empty(cell);
    return results;
  }

  /** Begins with what was measured before. */
  restore({ step, name, value }: MetricResult): void {
    const cell = this.cell(step, name, value.kind);
    if (value.kind === 'stringSet') Object.assign(cell, { values: new Set(value.values) });
    else Object.assign(cell, value);
  }

  private cell(step: string, name: string, kind: MetricKind): Cell {
    const id = `${step}\0${name}`;
    const known = this.cells.get(id);
    if (known !== undefined) return known.cell;
    const cell = newCell(kind);
    this.cells.set(id, { step, name, cell });
    return cell;
  }
}

function newCell(kind: MetricKind): Cell {
  switch (kind) {
    case 'counter':
      return { kind, value: 0 };
    case 'distribution':
      return { kind, count: 0, sum: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
    case 'gauge':
      return { kind, value: 0, at: Number.NEGATIVE_INFINITY };
    case 'stringSet':
      return { kind, values: new Set() };
  }
}

function empty(cell: Cell): void {
  if (cell.kind === 'stringSet') cell.values = new Set();
  else Object.assign(cell, newCell(cell.kind));
}

function resultOf(cell: Cell): MetricValue | undefined {
  switch (cell.kind) {
    case 'counter':
      return { ...cell };
    case 'distribution':
      return cell.count === 0 ? undefined : { ...cell };
    case 'gauge':
      return cell.at === Number.NEGATIVE_INFINITY ? undefined : { ...cell };
    case 'stringSet':
      return { kind: 'stringSet', values: [...cell.values].sort() };
  }
}
