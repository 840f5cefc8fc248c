import type { BeamError } from '../model/errors.js';
import { ROOT_METADATA } from '../model/metadata.js';
import { Pressure } from './pressure.js';
import type { Cursor } from './receiver.js';
import type { WorkerServices } from './services.js';

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
  private failed: (() => void) | undefined;

  constructor(services: WorkerServices) {
    this.services = services;
  }

  /** Records a failure; returns the one that counts. */
  fail(error: BeamError): BeamError {
    this.failure ??= error;
    this.pressure.release();
    this.failed?.();
    return this.failure;
  }

  /** Resolves when the bundle fails; never otherwise. Races against work that may not end. */
  whenFailed(): Promise<void> {
    if (this.failure !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const before = this.failed;
      this.failed = () => {
        before?.();
        resolve();
      };
    });
  }

  /** Throws the failure if there is one. */
  check(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  /** Makes the processor ready for the next bundle. */
  reset(): void {
    this.failure = undefined;
    this.failed = undefined;
    this.cursor.metadata = ROOT_METADATA;
  }
}
