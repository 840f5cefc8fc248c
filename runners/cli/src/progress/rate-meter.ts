import type { JobSnapshot, StepSnapshot } from '@hornbeam/sdk/construction';

/** The stretch of time that a rate is taken over, ms. */
const WINDOW_MILLIS = 2000;

interface Sample {
  readonly at: number;
  readonly passed: ReadonlyMap<string, number>;
}

/** How many elements each step takes or makes a second, over the last two seconds. */
export class RateMeter {
  private readonly samples: Sample[] = [];

  add({ elapsedMillis, steps }: JobSnapshot): void {
    const passed = new Map(steps.map((step) => [step.name, passedBy(step)]));
    this.samples.push({ at: elapsedMillis, passed });
    while (this.samples.length > 2 && elapsedMillis - (this.samples[1] as Sample).at >= WINDOW_MILLIS) {
      this.samples.shift();
    }
  }

  /** Elements a second; 0 while too little is known. */
  of(step: string): number {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (first === undefined || last === undefined || last.at <= first.at) return 0;
    const more = (last.passed.get(step) ?? 0) - (first.passed.get(step) ?? 0);
    return Math.max(0, more / ((last.at - first.at) / 1000));
  }
}

/** A source makes more than it takes, a filter takes more than it makes: the larger is the work. */
const passedBy = ({ elementsIn, elementsOut }: StepSnapshot): number => Math.max(elementsIn, elementsOut);
