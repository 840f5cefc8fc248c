import { BeamError } from '../../model/errors.js';
import type { WorkerServices } from '../services.js';

/** The first pause before another attempt, ms; each is twice the one before. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5000;
/** A bundle gives up a target that is away for longer than this, ms; its runner may repeat it then. */
const PATIENCE = 120_000;

/**
 * Tries what asks a target again while the target is away (`E_UNAVAILABLE`). For bundles: a run with an outbox has all
 * the time there is, and tries by itself.
 */
export async function whileAway<R>(
  attempt: () => Promise<R>,
  { wait, signal }: Pick<WorkerServices, 'wait' | 'signal'>,
): Promise<R> {
  let pause = FIRST_PAUSE;
  for (let waited = 0; ; waited += pause, pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await attempt();
    } catch (thrown) {
      const error = BeamError.from(thrown, 'E_SINK');
      if (error.code !== 'E_UNAVAILABLE' || waited >= PATIENCE || signal.aborted) throw error;
    }
    await wait(pause);
  }
}
