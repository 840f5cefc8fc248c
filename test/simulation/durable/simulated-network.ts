/**
 * What is between a process and the servers it writes to: requests and answers that are lost, and requests that arrive
 * late, also when the process that sent them has long been gone.
 *
 * Owns: requests on their way. Does not own: chance, turns, what a request does.
 *
 * Invariants:
 *  W1  a request takes effect once or not at all.
 *  W2  a process that was cut off hears of nothing; what it had sent may still arrive.
 */
import { BeamError } from '@hornbeam/sdk/model';
import type { Chance } from '../chance.js';
import type { Settling } from '../settling.js';
import type { Trace } from './trace.js';

/** What a simulation is driven by. */
export interface Drive {
  readonly chance: Chance;
  readonly settling: Settling;
  readonly trace: Trace;
}

/** One process as the network sees it. */
export interface Link {
  /** Sends a request. @throws BeamError `E_UNAVAILABLE` */
  request<R>(what: string, effect: () => R): Promise<R>;
  /** The process is gone. */
  cut(): void;
}

/** See the head of this file. */
export class SimulatedNetwork {
  /** Nothing is lost any more. */
  isCalm = false;
  private readonly drive: Drive;
  private readonly late: (() => void)[] = [];

  constructor(drive: Drive) {
    this.drive = drive;
  }

  link(): Link {
    const { chance, settling, trace } = this.drive;
    let isCut = false;
    return {
      cut: () => {
        isCut = true;
      },
      request: async (what, effect) => {
        for (let turns = chance.below(4); turns > 0; turns--) await settling.turn();
        if (this.late.length > 0 && chance.below(3) === 0) this.late.shift()!();
        const fate = this.isCalm ? 5 : chance.below(12);
        trace.note(`${what} ${fate} ${isCut}`);
        if (isCut || fate === 0) {
          // On its way when the process went, or overtaken: it may arrive at any time.
          if (chance.below(2) === 0) this.late.push(() => attempt(effect));
          throw away();
        }
        if (fate === 1) throw away();
        const answer = effect();
        if (fate === 2 || isCut) throw away();
        return answer;
      },
    };
  }

  /** What was on its way arrives. */
  settle(): void {
    for (const arrive of this.late.splice(0)) arrive();
  }
}

/** An answer, or a request, that did not come. */
export const away = (): BeamError => new BeamError('E_UNAVAILABLE', 'The simulated network lost a message.');

function attempt(effect: () => unknown): void {
  try {
    effect();
  } catch {
    // Nobody is there to hear of it.
  }
}
