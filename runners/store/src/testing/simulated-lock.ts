import { BeamError } from '@hornbeam/sdk/model';
import type { OwnedLock, OwnerLock } from '../owner-lock.js';

/** A lock in memory. */
export class SimulatedLock implements OwnerLock {
  private owner: object | undefined;

  async take(): Promise<OwnedLock> {
    if (this.owner !== undefined) {
      throw new BeamError('E_STATE_DIR', 'The simulated disk has an owner.', { help: 'end the other run' });
    }
    const owner = {};
    this.owner = owner;
    return {
      release: async () => {
        if (this.owner === owner) this.owner = undefined;
      },
    };
  }

  /** The owner is gone, as a process that was killed. */
  forget(): void {
    this.owner = undefined;
  }
}
