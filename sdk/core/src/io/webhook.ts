import type { StandardSchemaV1 } from '@standard-schema/spec';
import { PCollection, type Source } from '../api/index.js';
import {
  type Continuation,
  GrowableOffsetRangeTracker,
  type OffsetRange,
  offsetRange,
  type SplittableContext,
  type SplittableDoFn,
} from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { BeamError } from '../model/errors.js';
import { coderForSchema } from '../model/schema/standard-schema.js';
import * as transforms from '../transforms/index.js';
import { schemaCheck } from '../transforms/with-schema.js';
import { type ArrivalOptions, type Arrivals, type ArrivalTime, arrivals } from './arrival-time.js';
import { timeOf } from './element-time.js';
import { Patience } from './patience.js';
import { type Delivered, WebhookServer, type WebhookSettings } from './webhook-server.js';

/** Options of {@link webhook}. */
export interface WebhookOptions<T> extends ArrivalOptions<T> {
  /** The port to listen on; 0 takes any that is free. */
  readonly port: number;
  /** The address to listen on (default `127.0.0.1`: this machine alone). There is no check of who posts. */
  readonly host?: string;
  /** The path of the URL (default `/`). */
  readonly path?: string;
  /** Makes an element of a body, or of a line of one; default `JSON.parse`. What it throws is the client's error. */
  readonly parse?: (text: string) => unknown;
  /** Checks what `parse` makes, and gives elements the schema's type and coder. */
  readonly schema?: StandardSchemaV1<any, T>;
  /** Bytes a body may have (default 1 MiB). */
  readonly maxBodyBytes?: number;
  /** Bytes that may wait to be read (default 16 MiB). */
  readonly maxQueuedBytes?: number;
  /** How many `Idempotency-Key`s are remembered (default 10,000). */
  readonly rememberedKeys?: number;
  /** Told the URL once the server listens. */
  readonly onListening?: (url: string) => void;
}

type Call<T> = SplittableContext<T, {}, {}, Listening<T>, GrowableOffsetRangeTracker, ArrivalTime>;

/** The server of a worker. */
interface Listening<T> {
  readonly server: WebhookServer<T>;
  isAnnounced: boolean;
}

const KIB = 1024;

/**
 * Elements that are posted to an HTTP server, which listens while the pipeline runs. A body is one JSON value, or with
 * the content type `application/x-ndjson` one on each line.
 *
 * | Answer | When |
 * | --- | --- |
 * | 202 | the bundle that read all elements of the body is committed |
 * | 400 | the body holds no element; the reason is in `error` |
 * | 404, 405 | another path, another method than POST |
 * | 413 | the body is too large |
 * | 422 | the `Idempotency-Key` stands for another body |
 * | 503 | too much waits, or the run ends; come again after `Retry-After` seconds |
 *
 * Committed means: the runner has kept all that the bundle made of the elements, and will not ask for them again. How
 * long that lasts is the runner's affair: the direct runner keeps it in this process, so that what was answered 202 is
 * lost when the process dies before the steps behind have dealt with it.
 *
 * A client that gets no 202 posts again; with the header `Idempotency-Key` what was taken is not taken twice, as long
 * as the worker lives and the key is among the last `rememberedKeys`: the same body gets the first answer again.
 *
 * @example p.read(webhook({ port: 8080, path: '/orders', schema: Order }))
 * @throws BeamError `E_BAD_ARGUMENT`; at run time `E_IO` when the port cannot be had
 */
export function webhook<S extends StandardSchemaV1<any, any>>(
  options: WebhookOptions<StandardSchemaV1.InferOutput<S>> & { readonly schema: S },
): Source<StandardSchemaV1.InferOutput<S>>;
export function webhook<T = unknown>(options: WebhookOptions<T>): Source<T>;
export function webhook<T>(options: WebhookOptions<T>): Source<T> {
  const { schema, onListening } = options;
  const settings = checked(options);
  const place = arrivals(options, 'webhook');
  const step: SplittableDoFn<
    Uint8Array,
    OffsetRange,
    GrowableOffsetRangeTracker,
    T,
    {},
    {},
    Listening<T>,
    ArrivalTime
  > = {
    name: 'receive',
    bounded: false,
    usesAfterCommit: true,
    initial: () => offsetRange(0),
    tracker: (range) => new GrowableOffsetRangeTracker(range),
    watermark: place.watermark,
    async setup() {
      const server = await WebhookServer.listen(settings);
      onListening?.(server.url);
      return { server, isAnnounced: false };
    },
    teardown: ({ server }) => server.close(),
    process: (_impulse, call) => receive(place, call),
  };
  const coders: Record<string, Coder<any>> = schema === undefined ? {} : { main: coderForSchema(schema) };
  return {
    name: 'webhook',
    expand: (root) => new PCollection(transforms.splittableParDo(root.impulse().node, step, coders)),
  };
}

/** Emits what waits, and has it acknowledged once it is committed. */
async function receive<T>(place: Arrivals<T>, call: Call<T>): Promise<Continuation | void> {
  const { setup, tracker, watermark, emit, ready, log } = call;
  const { server } = setup;
  if (!setup.isAnnounced) {
    setup.isAnnounced = true;
    log.info(`listening on ${server.url}`);
  }
  const made: Delivered<T>[] = [];
  const acknowledge = (): void => {
    for (const { delivery } of made) delivery.committed();
  };
  const patience = new Patience(server.bell, call);
  try {
    for (let position = tracker.restriction.from; ; position++) {
      let next = server.peek();
      while (next === undefined) {
        // What has come goes on at once: somebody waits for the answer.
        if (made.length > 0) return transforms.resume();
        if (!(await patience.wait())) {
          watermark.idle();
          return transforms.resume();
        }
        next = server.peek();
      }
      const at = place.timeOf(next.value, watermark);
      if (!tracker.tryClaim(position)) return;
      server.take();
      if (made.push(next) === 1) call.afterCommit(acknowledge);
      emit(next.value, at);
      const full = ready();
      if (full !== undefined) await full;
    }
  } finally {
    patience.end();
  }
}

/** @throws BeamError `E_BAD_ARGUMENT` */
function checked<T>(options: WebhookOptions<T>): WebhookSettings<T> {
  const { port, host = '127.0.0.1', path = '/', schema } = options;
  const { maxBodyBytes = KIB * KIB, maxQueuedBytes = 16 * KIB * KIB, rememberedKeys = 10_000 } = options;
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new BeamError('E_BAD_ARGUMENT', `webhook cannot listen on the port ${String(port)}.`, {
      help: 'give a whole number from 1 to 65535, or 0 for any port that is free',
    });
  }
  if (!path.startsWith('/')) {
    throw new BeamError('E_BAD_ARGUMENT', `The path of a webhook begins with a slash, not as "${path}".`, {
      help: `write path: '/${path}'`,
    });
  }
  for (const [name, limit] of Object.entries({ maxBodyBytes, maxQueuedBytes, rememberedKeys })) {
    if (limit >= 0) continue;
    throw new BeamError('E_BAD_ARGUMENT', `${name} of a webhook must be a number from 0 on, not ${limit}.`, {
      help: 'leave it out to have the default',
    });
  }
  const parse: (text: string) => unknown = options.parse ?? ((text) => JSON.parse(text));
  const check = schema === undefined ? (value: unknown) => value as T : schemaCheck(schema);
  const time = options.timestamp === undefined ? undefined : timeOf(options.timestamp, 'webhook');
  return {
    host,
    port,
    path,
    async parse(text) {
      const value = await check(await parse(text));
      time?.(value); // an element without a time is the client's error, not the run's
      return value;
    },
    maxBodyBytes: Math.min(maxBodyBytes, maxQueuedBytes),
    maxQueuedBytes,
    rememberedKeys,
  };
}
