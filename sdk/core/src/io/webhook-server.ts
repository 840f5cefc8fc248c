/**
 * An HTTP server whose requests bring elements.
 *
 * Owns: the server, bodies on their way in, elements that nobody has taken yet, requests that are not answered.
 * Does not own: what becomes of an element once it is taken; who takes it says so by `Delivery.committed`.
 *
 * Invariants:
 *  H1  a request is answered 202 when all of its elements are committed, and not before.
 *  H2  bodies on their way in and elements not taken hold no more than `maxQueuedBytes`, by the length of their text.
 *  H3  of the requests with one idempotency key, as far as it is remembered, one brings elements; others with the same
 *      body get its answer, those with another body 422. A key whose request failed is free again.
 *  H4  once the server is closed nothing is queued, and everybody has an answer.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BeamError } from '../model/errors.js';
import { type Answer, Delivery } from './delivery.js';
import { Bell } from './patience.js';
import { RecentKeys } from './recent-keys.js';

/** How a server listens and what it takes. */
export interface WebhookSettings<T> {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly path: string;
  /** An element of a body, or of a line of it. */
  readonly parse: (text: string) => T | Promise<T>;
  readonly maxBodyBytes: number;
  readonly maxQueuedBytes: number;
  /** How many idempotency keys are remembered. */
  readonly rememberedKeys: number;
}

/** An element that came, with the request that brought it. */
export interface Delivered<T> {
  readonly value: T;
  readonly delivery: Delivery;
  /** What of the queue's bytes it stands for. */
  readonly bytes: number;
}

/** The request that an idempotency key stands for. */
interface Keyed {
  readonly delivery: Delivery;
  /** Of its body. */
  readonly digest: string;
}

/** After how many seconds clients that are turned away may come again. */
const RETRY_SECONDS = 1;

/** How long clients may take to read their last answer, ms. */
const CLOSE_MILLIS = 1000;

const FULL: Answer = { status: 503, reason: 'too much is waiting', retryAfter: RETRY_SECONDS };
const OTHER_BODY: Answer = {
  status: 422,
  reason: 'the Idempotency-Key was used with another body before; send each body with a key of its own',
};
const CLOSED: Answer = { status: 503, reason: 'the pipeline takes no more', retryAfter: RETRY_SECONDS };

/** See the head of this file. */
export class WebhookServer<T> {
  /** Rings when an element has come. */
  readonly bell = new Bell();
  private readonly settings: WebhookSettings<T>;
  private readonly server: Server;
  private queue: Delivered<T>[] = [];
  private taken = 0;
  private heldBytes = 0;
  private readonly open = new Set<Delivery>();
  private readonly known: RecentKeys<Keyed>;
  private isClosed = false;

  private constructor(settings: WebhookSettings<T>) {
    this.settings = settings;
    this.known = new RecentKeys(settings.rememberedKeys);
    this.server = createServer((request, response) => this.handle(request, response));
  }

  /** Begins to listen. @throws BeamError `E_IO` when the port cannot be had */
  static async listen<T>(settings: WebhookSettings<T>): Promise<WebhookServer<T>> {
    const webhook = new WebhookServer(settings);
    const { host, port } = settings;
    await new Promise<void>((resolve, reject) => {
      webhook.server.on('error', (thrown) => reject(cannotListen(thrown, `${host}:${port}`)));
      webhook.server.listen(port, host, resolve);
    });
    return webhook;
  }

  /** Where to post to. */
  get url(): string {
    const { address, family, port } = this.server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}${this.settings.path}`;
  }

  /** The element that waits longest, which stays. */
  peek(): Delivered<T> | undefined {
    return this.queue[this.taken];
  }

  /** Takes the element that `peek` shows. */
  take(): void {
    this.heldBytes -= this.queue[this.taken]!.bytes;
    this.taken++;
    // Moved up now and then, not each time: that would cost the length of the queue for each element.
    if (this.taken * 2 < this.queue.length) return;
    this.queue = this.queue.slice(this.taken);
    this.taken = 0;
  }

  /** Takes no requests any more; those that are not answered are sent away. Resolves when all connections are closed. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.queue = [];
    this.taken = 0;
    for (const delivery of this.open) delivery.settle(CLOSED);
    this.server.closeIdleConnections();
    const hurry = setTimeout(() => this.server.closeAllConnections(), CLOSE_MILLIS);
    await closed;
    clearTimeout(hurry);
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const delivery = new Delivery();
    this.open.add(delivery);
    delivery.onAnswer((answer) => {
      this.open.delete(delivery);
      respond(request, response, answer);
    });
    const refusal = this.refusalOf(request);
    if (refusal !== undefined) {
      delivery.settle(refusal);
      return;
    }
    this.receive(request, delivery).catch((thrown: unknown) => {
      delivery.settle({ status: 400, reason: BeamError.from(thrown).message });
    });
  }

  /** What is wrong with a request before its body has come. */
  private refusalOf({ url, method, headers }: IncomingMessage): Answer | undefined {
    const { path, maxBodyBytes, maxQueuedBytes } = this.settings;
    const length = Number(headers['content-length'] ?? 0);
    if (this.isClosed) return CLOSED;
    if (url?.split('?', 1)[0] !== path) return { status: 404, reason: `post to ${path}` };
    if (method !== 'POST') return { status: 405, reason: 'only POST brings elements' };
    if (length > maxBodyBytes) return tooLarge(maxBodyBytes);
    if (this.heldBytes + length > maxQueuedBytes) return FULL;
    return undefined;
  }

  /** Reads a body and queues what it holds. */
  private async receive(request: IncomingMessage, delivery: Delivery): Promise<void> {
    const { maxBodyBytes, maxQueuedBytes } = this.settings;
    const chunks: Buffer[] = [];
    let bytes = 0;
    let isQueued = false;
    try {
      // Ending the loop must not end the connection: the answer goes back on it.
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        this.heldBytes += chunk.length;
        if (bytes > maxBodyBytes) return delivery.settle(tooLarge(maxBodyBytes));
        if (this.heldBytes > maxQueuedBytes) return delivery.settle(FULL); // H2
        chunks.push(chunk);
      }
      const body = Buffer.concat(chunks);
      if (this.isRepeated(request, body, delivery)) return;
      const values = await this.elementsOf(body, request.headers['content-type']);
      if (this.isClosed) return; // H4: it has its answer
      isQueued = true;
      delivery.holds(values.length);
      // The first stands for what does not divide evenly.
      const share = Math.floor(bytes / values.length);
      values.forEach((value, i) => {
        this.queue.push({ value, delivery, bytes: i === 0 ? bytes - share * (values.length - 1) : share });
      });
      this.bell.ring();
    } finally {
      if (!isQueued) this.heldBytes -= bytes;
    }
  }

  /** Whether a request with the same key came before, which then answers this one; else its key is noted (H3). */
  private isRepeated({ headers }: IncomingMessage, body: Buffer, delivery: Delivery): boolean {
    const key = headers['idempotency-key'];
    if (typeof key !== 'string') return false;
    const digest = createHash('sha256').update(`${headers['content-type']}\n`).update(body).digest('base64');
    const earlier = this.known.get(key);
    if (earlier === undefined) {
      const noted: Keyed = { delivery, digest };
      this.known.note(key, noted);
      delivery.onAnswer(({ status }) => {
        if (status !== 202) this.known.forget(key, noted);
      });
      return false;
    }
    if (earlier.digest === digest) earlier.delivery.onAnswer((answer) => delivery.settle(answer));
    else delivery.settle(OTHER_BODY);
    return true;
  }

  /** @throws BeamError `E_BAD_RECORD` for what is no element, with its line where there are lines */
  private async elementsOf(body: Buffer, contentType = ''): Promise<T[]> {
    const text = utf8(body);
    if (!/^application\/(x-)?(ndjson|jsonl|jsonlines)\b/i.test(contentType))
      return [await this.element(text)];
    const values: T[] = [];
    for (const [i, line] of text.split('\n').entries()) {
      if (line.trim() !== '') values.push(await this.element(line, `line ${i + 1}: `));
    }
    if (values.length > 0) return values;
    throw new BeamError('E_BAD_RECORD', 'the body holds no element');
  }

  private async element(text: string, where = ''): Promise<T> {
    try {
      return await this.settings.parse(text);
    } catch (thrown) {
      const { message } = BeamError.from(thrown);
      throw new BeamError('E_BAD_RECORD', where + message, { cause: thrown });
    }
  }
}

const cannotListen = (thrown: unknown, address: string): BeamError =>
  new BeamError('E_IO', `A webhook cannot listen on ${address}: ${(thrown as Error).message}.`, {
    path: address,
    help: 'choose another port, or 0 for any that is free; ports below 1024 need rights',
    cause: thrown,
  });

const tooLarge = (maxBodyBytes: number): Answer => ({
  status: 413,
  reason: `a body may have ${maxBodyBytes} bytes`,
});

/** @throws BeamError `E_BAD_RECORD` */
function utf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw new BeamError('E_BAD_RECORD', 'the body is not UTF-8', { cause });
  }
}

function respond(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status, reason, retryAfter } = answer;
  const headers: Record<string, string> = {};
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  if (status === 405) headers.allow = 'POST';
  if (answer === CLOSED) headers.connection = 'close';
  // The rest of the body is passed over: many clients read no answer before they have sent everything.
  request.resume();
  if (reason === undefined) {
    response.writeHead(status, headers).end();
  } else {
    response.writeHead(status, { ...headers, 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: reason }));
  }
}
