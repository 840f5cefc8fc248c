// A runner for tests that keeps state in memory and answers as the runners that we know do.

import type { StateKey, StateRequest, StateResponse } from '@hornbeam/proto/services';
import { StateChannel, type StateStream } from './state-channel.js';

/** How a {@link StateRunner} answers. */
export interface StateRunnerSettings {
  /** Bytes of a page, wherever they end; undefined: everything at once, and continuation tokens are refused. */
  readonly page?: number;
  /** Picks which of the answers that wait comes next; without it the oldest. */
  readonly pick?: (waiting: number) => number;
}

/** See the head of this file. Answers come when the stack of the caller is empty. */
export class StateRunner implements StateStream {
  readonly channel: StateChannel = new StateChannel(this);
  readonly requests: StateRequest[] = [];
  /** Says why a request is refused. */
  refuses: (request: StateRequest) => string = () => '';
  private readonly settings: StateRunnerSettings;
  private bags = new Map<string, Uint8Array>();
  private readonly answers: StateResponse[] = [];
  private isPaused = false;

  constructor(settings: StateRunnerSettings = {}) {
    this.settings = settings;
  }

  send(request: StateRequest): void {
    this.requests.push(request);
    // What is asked first is done first, whenever the answer comes.
    this.answers.push(this.answer(request));
    void Promise.resolve().then(() => this.deliver());
  }

  /** Lets no answer go until {@link resume}. */
  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    while (this.answers.length > 0) this.deliver();
  }

  /** What is kept under a key. */
  read(key: StateKey): Uint8Array {
    return this.bags.get(nameOf(key)) ?? new Uint8Array();
  }

  write(key: StateKey, bytes: Uint8Array): void {
    this.bags.set(nameOf(key), bytes);
  }

  /** How many bytes are kept in all. */
  get size(): number {
    return [...this.bags.values()].reduce((size, { length }) => size + length, 0);
  }

  /** What is kept, to go back to when a bundle fails. */
  snapshot(): () => void {
    const bags = new Map(this.bags);
    return () => {
      this.bags = bags;
    };
  }

  /** The requests since this was last asked, in a form to read. */
  asked(): string[] {
    return this.requests
      .splice(0)
      .map(
        ({ get, append, stateKey }) => `${get ? 'get' : append ? 'append' : 'clear'} ${kindOf(stateKey!)}`,
      );
  }

  private deliver(): void {
    if (this.isPaused || this.answers.length === 0) return;
    const at = this.settings.pick?.(this.answers.length) ?? 0;
    this.channel.received(this.answers.splice(at, 1)[0]!);
  }

  /** Does what is asked, at once. */
  answer(request: StateRequest): StateResponse {
    const { id, stateKey, get, append } = request;
    const name = nameOf(stateKey!);
    const error = this.refuses(request);
    if (error !== '') return { id, error };
    const kept = this.bags.get(name) ?? new Uint8Array();
    if (get !== undefined) return { id, error, ...this.page(kept, get.continuationToken) };
    if (append !== undefined) {
      this.bags.set(name, Uint8Array.from([...kept, ...append.data]));
      return { id, error, append: {} };
    }
    this.bags.delete(name);
    return { id, error, clear: {} };
  }

  private page(kept: Uint8Array, token: Uint8Array): Partial<StateResponse> {
    const { page } = this.settings;
    if (page === undefined) {
      if (token.length > 0) return { error: 'this runner knows no continuation tokens' };
      return { get: { continuationToken: token, data: kept } };
    }
    const from = token.length === 0 ? 0 : Number(new TextDecoder().decode(token));
    const to = from + page;
    const next = to < kept.length ? new TextEncoder().encode(String(to)) : new Uint8Array();
    return { get: { continuationToken: next, data: kept.slice(from, to) } };
  }
}

const nameOf = (key: StateKey): string =>
  JSON.stringify(key, (_, value) => (value instanceof Uint8Array ? [...value] : value));

const kindOf = ({ bagUserState, iterableSideInput, multimapSideInput }: StateKey): string =>
  bagUserState?.userStateId ?? (iterableSideInput ? 'elements' : multimapSideInput ? 'values' : 'keys');
