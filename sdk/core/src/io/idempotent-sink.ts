import type { Sink } from '../api/index.js';
import type { EpochSink, SinkContext, SinkWriter } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import { preview } from '../model/preview.js';
import { epochSink } from './epoch-sink.js';

/** A row, and what tells it apart from every other that is ever written to its target. */
export interface IdentifiedRow<T> {
  readonly id: string;
  readonly row: T;
}

/** What a write is told. */
export interface WriteContext {
  /** Aborted when the run gives up. */
  readonly signal: AbortSignal;
}

/** Options of {@link idempotentSink}. */
export interface IdempotentSinkOptions<T> {
  /** Shown as the step's name. */
  readonly name?: string;
  /** Where the rows go, in words: `https://example.com/orders`. */
  readonly target: string;
  /**
   * Writes rows so that one with an id that is there already takes its place, or is left out: an upsert by a key, a PUT,
   * a request with an idempotency key. Called again with the same rows and ids after it failed, or after a crash.
   */
  readonly write: (rows: readonly IdentifiedRow<T>[], context: WriteContext) => Promise<void>;
  /**
   * The id of a row, where rows have one. Without it rows get ids that are the same whenever a run that keeps its state
   * writes them again: of the job, the step, the run, the epoch and the place in it.
   */
  readonly id?: (row: T) => string;
  /** How many rows a call of `write` takes (default 500). */
  readonly batch?: number;
  /**
   * Whether trying again later may help after `write` threw this; rows wait then. By default what Node and `fetch` throw
   * when a connection fails. Anything else ends the run.
   */
  readonly isTransient?: (thrown: unknown) => boolean;
}

/** What a connection that fails is called by Node, DNS and undici. */
const AWAY =
  /^(ECONN(REFUSED|RESET|ABORTED)|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|UND_ERR_(CONNECT_TIMEOUT|SOCKET|HEADERS_TIMEOUT|BODY_TIMEOUT))$/;

/**
 * A sink for any target that knows what it has by ids: with a state directory every row is there once, however often the
 * run is killed. A reader may see some rows of an epoch before the others.
 *
 * @example
 * orders.write(
 *   idempotentSink({
 *     target: 'https://example.com/orders',
 *     batch: 1,
 *     async write([{ id, row }], { signal }) {
 *       const body = JSON.stringify(row);
 *       const answer = await fetch(`https://example.com/orders/${id}`, { method: 'PUT', body, signal });
 *       if (!answer.ok) throw Error(`answered ${answer.status}`);
 *     },
 *   }),
 * );
 * @throws BeamError `E_BAD_ARGUMENT`
 */
export function idempotentSink<T>(options: IdempotentSinkOptions<T>): Sink<T, void> {
  const { name = 'writeByIds', target, write, batch = 500 } = options;
  if (typeof write !== 'function' || typeof target !== 'string' || target === '') {
    throw new BeamError('E_BAD_ARGUMENT', 'A sink by ids needs a target and a function that writes.', {
      help: "write idempotentSink({ target: 'https://…', write: async (rows) => { … } })",
    });
  }
  if (!Number.isInteger(batch) || batch < 1) {
    throw new BeamError('E_BAD_ARGUMENT', `A write must take a whole number of rows above 0, not ${batch}.`);
  }
  const sink: EpochSink<T> = {
    name,
    guarantee: 'idempotent',
    target,
    // Rows by ids of their own may replace one another.
    ...(options.id === undefined && { keyOf: () => undefined }),
    open: async (context) => new IdempotentWriter({ ...options, batch }, context),
  };
  return epochSink(sink);
}

class IdempotentWriter<T> implements SinkWriter<T> {
  private readonly options: IdempotentSinkOptions<T> & { readonly batch: number };
  private readonly context: SinkContext;
  /** What ids begin with. Epochs begin at 1 in each run. */
  private readonly prefix: string;
  /** What of the epoch that failed last was written: it does not go again. */
  private written = { epoch: 0, rows: 0 };

  constructor(options: IdempotentSinkOptions<T> & { readonly batch: number }, context: SinkContext) {
    this.options = options;
    this.context = context;
    const { owner, run } = context;
    // Older states do not name their run.
    this.prefix = run === '' ? owner : `${owner}/${run}`;
  }

  /** The target is not asked: what it has takes its own place when it comes again. */
  async lastCommitted(): Promise<undefined> {
    return undefined;
  }

  async commit(epoch: number, rows: Iterable<T>): Promise<void> {
    const { batch, id } = this.options;
    let some: IdentifiedRow<T>[] = [];
    let count = 0;
    if (this.written.epoch !== epoch) this.written = { epoch, rows: 0 };
    const skipped = this.written.rows;
    const idOf = this.ids(epoch, rows);
    for (const row of rows) {
      if (count < skipped) {
        count++;
        continue;
      }
      const own = id === undefined ? idOf(count) : id(row);
      if (typeof own !== 'string' || own === '') {
        throw new BeamError('E_BAD_ARGUMENT', 'The id of a row is no text.', {
          element: preview(row),
          help: 'id must give a text for every row, the same whenever it is asked',
        });
      }
      some.push({ id: own, row });
      count++;
      if (some.length < batch) continue;
      await this.write(some);
      some = [];
    }
    if (some.length > 0) await this.write(some);
  }

  async close(): Promise<void> {}

  /** The ids of the rows of an epoch by their places in it: the same, however epochs are cut when they come again. */
  private ids(epoch: number, rows: Iterable<T>): (place: number) => string {
    const { prefix, context } = this;
    if (context.epochs === 'commits') return (place) => `${prefix}/${epoch}/${place}`;
    const first = epoch - (rows as readonly T[]).length + 1;
    return (place) => `${prefix}/${first + place}`;
  }

  private async write(rows: readonly IdentifiedRow<T>[]): Promise<void> {
    const { write, target, isTransient = isConnectionFailure } = this.options;
    try {
      await write(rows, { signal: this.context.signal });
      this.written.rows += rows.length;
    } catch (thrown) {
      if (thrown instanceof BeamError || !isTransient(thrown)) throw thrown;
      throw new BeamError('E_UNAVAILABLE', `${target} cannot be reached: ${String(thrown)}`, {
        path: target,
        cause: thrown,
      });
    }
  }
}

/** Looks through the causes: `fetch` says only that it failed. */
function isConnectionFailure(thrown: unknown): boolean {
  for (let at = thrown, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (AWAY.test(String((at as NodeJS.ErrnoException).code))) return true;
  }
  return false;
}
