/**
 * Requests for state over one stream, and their answers.
 *
 * Owns: which requests wait for an answer.
 * Does not own: the stream, what the bytes say.
 *
 * Invariants:
 *  C1  requests go out in the order in which they are made; answers may come in any.
 *  C2  every request ends: by its answer, or by what ended the stream.
 */
import type { StateKey, StateRequest, StateResponse } from '@hornbeam/proto/services';
import { BeamError } from '../../../model/errors.js';

/** Where requests for state go. */
export interface StateStream {
  send(request: StateRequest): void;
}

/** What is asked of the state under a key. */
export type StateCall =
  | { readonly get: { readonly continuationToken: Uint8Array } }
  | { readonly append: { readonly data: Uint8Array } }
  | { readonly clear: Record<never, never> };

interface Waiting {
  readonly resolve: (response: StateResponse) => void;
  readonly reject: (reason: BeamError) => void;
}

const FIRST_PAGE = new Uint8Array();

/** See the head of this file. */
export class StateChannel {
  private readonly stream: StateStream;
  private readonly waiting = new Map<string, Waiting>();
  private lastId = 0;
  private failure: BeamError | undefined;

  constructor(stream: StateStream) {
    this.stream = stream;
  }

  /**
   * Asks for state on behalf of a bundle.
   * @returns the answer. Rejects with a BeamError `E_SERVICE` when the runner refuses, or with what ended the stream
   */
  request(instructionId: string, stateKey: StateKey, call: StateCall): Promise<StateResponse> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const id = String(++this.lastId);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.stream.send({ id, instructionId, stateKey, ...call });
    });
  }

  /** All bytes under a key, page by page. @returns as {@link request} */
  async readAll(instructionId: string, stateKey: StateKey): Promise<Uint8Array> {
    const pages: Uint8Array[] = [];
    let continuationToken: Uint8Array = FIRST_PAGE;
    do {
      const { get } = await this.request(instructionId, stateKey, { get: { continuationToken } });
      if (get === undefined) {
        throw new BeamError('E_SERVICE', 'The runner answered a request to read state without any state.');
      }
      pages.push(get.data);
      continuationToken = get.continuationToken;
    } while (continuationToken.length > 0);
    return joined(pages);
  }

  /** Takes an answer off the stream. One that nobody waits for is no news: its request has ended by a failure. */
  received(response: StateResponse): void {
    const waiting = this.waiting.get(response.id);
    if (waiting === undefined) return;
    this.waiting.delete(response.id);
    if (response.error === '') {
      waiting.resolve(response);
      return;
    }
    waiting.reject(
      new BeamError('E_SERVICE', `The runner refused a request for state: ${response.error}`, {
        help: "look into the runner's log for what went wrong there",
      }),
    );
  }

  /** The stream has ended: what waits, and what is asked later, fails with this. */
  failed(error: BeamError): void {
    this.failure ??= error;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}

function joined(pages: readonly Uint8Array[]): Uint8Array {
  if (pages.length === 1) return pages[0]!;
  const whole = new Uint8Array(pages.reduce((length, page) => length + page.length, 0));
  let at = 0;
  for (const page of pages) {
    whole.set(page, at);
    at += page.length;
  }
  return whole;
}
