import { request } from 'node:http';
import { DirectRunner } from '@hornbeam/direct';
import { type Job, type LogRecord, pipeline, start } from '@hornbeam/sdk';
import { type WebhookOptions, webhook } from '@hornbeam/sdk/io';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { streamed } from './streamed.js';

/** A webhook at work, and how to post to it. */
async function listening<T>(options: Partial<WebhookOptions<T>> = {}) {
  let url!: string;
  const logged: LogRecord[] = [];
  const source = webhook<T>({
    port: 0,
    onListening: (at) => {
      url = at;
    },
    ...options,
  });
  const stream = await streamed(source, { log: (record) => logged.push(record) });
  await expect.poll(() => url).toBeDefined();
  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(url, { method: 'POST', body, headers });
  return { ...stream, url, post, logged };
}

const reasonOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { error: string }).error;

describe('a webhook', () => {
  test('takes what is posted, and says so once it is safely kept', async () => {
    const { seen, post, job, logged, url } = await listening({ path: '/orders' });
    const response = await post('{"id":1}');
    expect(response.status).toBe(202);
    await expect.poll(() => seen).toEqual([{ id: 1 }]);
    expect(logged.map(({ message }) => message)).toContain(`listening on ${url}`);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/orders$/);
    await job.stop();
  });

  test('takes many elements of one body, one on each line', async () => {
    const { seen, post, job } = await listening();
    const ndjson = { 'content-type': 'application/x-ndjson' };
    expect((await post('1\n\n2\n3', ndjson)).status).toBe(202);
    await expect.poll(() => seen).toEqual([1, 2, 3]);
    const broken = await post('4\n{', ndjson);
    expect(broken.status).toBe(400);
    expect(await reasonOf(broken)).toMatch(/^line 2: /);
    expect(await reasonOf(await post('\n', ndjson))).toBe('the body holds no element');
    expect(seen).toEqual([1, 2, 3]);
    await job.stop();
  });

  test('takes everything that many clients post at once', async () => {
    const { seen, post, job } = await listening<number>();
    const posts = Array.from({ length: 200 }, (_, n) => post(String(n)));
    const statuses = await Promise.all(posts.map(async (answer) => (await answer).status));
    expect(new Set(statuses)).toEqual(new Set([202]));
    await expect.poll(() => seen.length).toBe(200);
    expect([...seen].sort((a, b) => a - b)).toEqual([...seen.keys()]);
    await job.stop();
  });

  test('says what is wrong with a request', async () => {
    const { post, url, job, seen } = await listening({ maxBodyBytes: 10, schema: z.number() });
    const wrong = await post('"a"');
    expect(wrong.status).toBe(400);
    expect(await reasonOf(wrong)).toContain('does not fit its schema');
    expect((await post('12345678901')).status).toBe(413);
    const get = await fetch(url);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await fetch(new URL('/other', url), { method: 'POST', body: '1' })).status).toBe(404);
    expect((await fetch(url, { method: 'POST', body: new Uint8Array([0xff]) })).status).toBe(400);
    expect(seen).toEqual([]);
    await job.stop();
  });

  test('sends away a body that turns out too large on its way', async () => {
    const { url, job } = await listening({ maxBodyBytes: 10 });
    const status = await new Promise((resolve, reject) => {
      const sending = request(url, { method: 'POST' }, (response) => resolve(response.resume().statusCode));
      sending.on('error', reject);
      sending.write('123456');
      sending.write('789012');
      sending.end('3');
    });
    expect(status).toBe(413);
    await job.stop();
  });

  test('places elements in time, and refuses those without one', async () => {
    const { post, times, watermark, job } = await listening<{ at: number }>({
      timestamp: ({ at }) => at,
      outOfOrder: 5,
    });
    expect((await post('{"at":70}')).status).toBe(202);
    await expect.poll(() => times).toEqual([70]);
    await expect.poll(watermark).toBe(65);
    expect(await reasonOf(await post('{}'))).toContain('is no moment');
    await job.stop();
  });

  test('takes what has a key once, and gives every client its answer', async () => {
    const { post, seen, job } = await listening({ rememberedKeys: 2 });
    const key = (name: string) => ({ 'idempotency-key': name });
    const both = await Promise.all([post('"a"', key('a')), post('"a"', key('a'))]);
    expect(both.map(({ status }) => status)).toEqual([202, 202]);
    expect((await post('{', key('b'))).status).toBe(400);
    expect((await post('"b"', key('b'))).status).toBe(202);
    expect((await post('"b"', key('b'))).status).toBe(202);
    await expect.poll(() => seen).toEqual(['a', 'b']);
    await post('"c"', key('c'));
    await post('"d"', key('d'));
    await post('"b"', key('b'));
    await expect.poll(() => seen).toEqual(['a', 'b', 'c', 'd', 'b']);
    await job.stop();
  });

  test('refuses another body for a key that it knows, and the key keeps its meaning', async () => {
    const { post, seen, job } = await listening();
    const headers = { 'idempotency-key': 'k' };
    expect((await post('"a"', headers)).status).toBe(202);
    const other = await post('"b"', headers);
    expect(other.status).toBe(422);
    expect(await reasonOf(other)).toContain('was used with another body');
    expect((await post('"a"', headers)).status).toBe(202);
    expect((await post('"c"', { 'idempotency-key': 'l' })).status).toBe(202);
    await expect.poll(() => seen).toEqual(['a', 'c']);
    await job.stop();
  });
});

describe('a webhook whose elements nobody can take', () => {
  /** A pipeline that is stuck at the first element until `open`. */
  async function stuck(maxQueuedBytes: number) {
    let url!: string;
    let open!: () => void;
    let begin!: () => void;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const job: Job = await start(
      pipeline((p) => {
        const onListening = (at: string): void => {
          url = at;
        };
        p.read(webhook<string>({ port: 0, maxQueuedBytes, onListening })).map(
          async () => {
            begin();
            await gate;
          },
          { concurrency: 1 },
        );
      }),
      { runner: new DirectRunner() },
    );
    job.done.catch(() => undefined);
    await expect.poll(() => url).toBeDefined();
    const post = (body: string): Promise<Response> => fetch(url, { method: 'POST', body });
    return { job, open, begun, post };
  }

  test('sends clients away when too much waits, and acknowledges the others when they are done', async () => {
    const { job, open, begun, post } = await stuck(8);
    const first = post('"aaaa"');
    await begun;
    const others = Array.from({ length: 5 }, () => post('"bbbb"'));
    const earliest = await Promise.race([first, ...others]);
    expect([earliest.status, earliest.headers.get('retry-after')]).toEqual([503, '1']);
    open();
    expect((await first).status).toBe(202);
    for (const answer of await Promise.all(others)) expect([202, 503]).toContain(answer.status);
    await job.stop();
  });

  test('tells those who wait to come again when the run ends, and listens no more', async () => {
    const { job, begun, post } = await stuck(1000);
    const waiting = post('"a"');
    await begun;
    await job.cancel();
    expect((await waiting).status).toBe(503);
    await expect(post('"b"')).rejects.toThrow('fetch failed');
  });
});

describe('a webhook that cannot be', () => {
  test('fails the run when its port is taken', async () => {
    const { url, job } = await listening();
    const { port } = new URL(url);
    const second = await streamed(webhook({ port: Number(port) }));
    await expect(second.job.done).rejects.toMatchObject({
      code: 'E_IO',
      message: expect.stringContaining(`cannot listen on 127.0.0.1:${port}`),
      place: { step: 'webhook/receive' },
    });
    await job.stop();
  });

  test.each([
    [{ port: 99_999 }, 'port 99999'],
    [{ path: 'orders' }, 'begins with a slash'],
    [{ maxQueuedBytes: Number.NaN }, 'maxQueuedBytes'],
    [{ idleAfter: '1s' as const }, 'but no timestamp'],
  ])('refuses %j', (options, message) => {
    expect(() => webhook({ port: 0, ...options })).toThrow(message);
  });
});
