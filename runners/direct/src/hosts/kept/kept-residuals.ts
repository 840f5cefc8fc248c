import { ByteReader, ByteWriter } from '@hornbeam/sdk/model';
import type { EpochWriter } from '@hornbeam/store';
import type { SplittableHead } from '../heads/splittable-head.js';
import type { ElementRun } from './element-run.js';
import type { Keeping, KeptPart } from './keeping.js';
import { numberKey, numberOf } from './number-key.js';

/** The space of what a source left undone. */
export const residualSpace = (step: string): string => `left ${step}`;

/**
 * What the splittable step of a stage left undone, in a store: under its number the watermark (a double), then the element with its
 * restriction, as an element of the step's input. When it goes on is known by the engine.
 */
export class KeptResiduals implements KeptPart {
  private readonly space: string;
  private readonly head: SplittableHead;
  private readonly run: ElementRun;
  private readonly kept = new Set<number>();
  private readonly writer = new ByteWriter();

  /** Gives the head back what was kept, and goes on keeping. */
  constructor(
    place: { readonly step: string; readonly transform: string },
    head: SplittableHead,
    run: ElementRun,
    keeping: Keeping,
  ) {
    this.space = residualSpace(place.step);
    this.head = head;
    this.run = run;
    for (const { key, value } of keeping.claim(this.space, ...run.coders)) {
      const number = numberOf(key);
      this.kept.add(number);
      const watermark = new ByteReader(value).readFloat64();
      for (const { value: element, metadata } of run.read(value.subarray(8))) {
        head.restore(number, { transformId: place.transform, element, metadata, watermark, delay: 0 });
      }
    }
    keeping.add(this);
  }

  save(to: EpochWriter): void {
    const { residuals } = this.head;
    for (const number of this.kept) {
      if (residuals.has(number)) continue;
      to.delete(this.space, numberKey(number));
      this.kept.delete(number);
    }
    for (const [number, { element, metadata, watermark }] of residuals) {
      if (this.kept.has(number)) continue;
      this.kept.add(number);
      this.writer.reset();
      this.writer.writeFloat64(watermark);
      this.run.write([{ value: element, metadata }], this.writer);
      to.put(this.space, numberKey(number), this.writer.view());
    }
  }
}
