import type { BeamError } from '../model/errors.js';
import { ROOT_METADATA } from '../model/metadata.js';
import { Pressure } from './pressure.js';
import type { Cursor } from './receiver.js';
import type { Residual, WorkerServices } from './services.js';

/**
 * What the operators of one bundle processor share: the element in hand, back-pressure, the first failure.
 *
 * Invariant B1: the first failure is kept, and a bundle with a failure never finishes well, even when a
 * callback swallowed the exception that passed through it.
 */
export class Bundle {
  readonly cursor: Cursor = { metadata: ROOT_METADATA };
  readonly pressure = new Pressure();
  readonly services: WorkerServices;
  failure: BeamError | undefined;
  /** What splittable steps left undone in this bundle. */
  residuals: Residual[] = [];
  /** What the callbacks of this bundle want called after its commit. */
  afterCommit: (() => void | Promise<void>)[] = [];
  /** Which of the processor's bundles it is; what belongs to an earlier one comes too late. */
  number = 0;
  private failed!: () => void;
  private failing!: Promise<void>;

  constructor(services: WorkerServices) {
    this.services = services;
    this.reset();
  }

  /** Records a failure; returns the one that counts. */
  fail(error: BeamError): BeamError {
    this.failure ??= error;
    this.pressure.release();
    this.failed();
    return this.failure;
  }

  /** Waits for work that may not end once the bundle has failed. @throws BeamError the failure */
  async unlessFailed(work: void | Promise<void>): Promise<void> {
    if (work !== undefined) await Promise.race([work, this.failing]);
    this.check();
  }

  /** Throws the failure if there is one. */
  check(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  /** Makes the processor ready for the next bundle. */
  reset(): void {
    this.failure = undefined;
    this.number++;
    this.residuals = [];
    this.afterCommit = [];
    this.failing = new Promise((resolve) => {
      this.failed = resolve;
    });
    this.pressure.reset();
    this.cursor.metadata = ROOT_METADATA;
  }
}
