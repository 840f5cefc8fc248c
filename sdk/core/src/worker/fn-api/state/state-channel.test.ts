import type { StateRequest } from '@hornbeam/proto/services';
import { describe, expect, it } from 'vitest';
import { BeamError } from '../../../model/errors.js';
import { StateChannel } from './state-channel.js';
import { StateRunner } from './state-runner.fixture.js';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const key = (name: string) => ({
  bagUserState: { transformId: 'Step', userStateId: name, window: bytes(), key: bytes() },
});

describe('a channel for state', () => {
  it('gives each request its own answer, in whatever order answers come', async () => {
    const sent: StateRequest[] = [];
    const channel = new StateChannel({ send: (request) => void sent.push(request) });
    const asked = ['a', 'b', 'c'].map((name) =>
      channel.request('b1', key(name), { get: { continuationToken: bytes() } }),
    );
    expect(new Set(sent.map(({ id }) => id)).size).toBe(3);
    for (const { id, stateKey } of sent.toReversed()) {
      const data = new TextEncoder().encode(stateKey!.bagUserState!.userStateId);
      channel.received({ id, error: '', get: { continuationToken: bytes(), data } });
    }
    const answers = await Promise.all(asked);
    expect(answers.map(({ get }) => new TextDecoder().decode(get!.data))).toEqual(['a', 'b', 'c']);
  });

  it('says for which bundle it asks', async () => {
    const runner = new StateRunner();
    await runner.channel.request('b7', key('a'), { append: { data: bytes(1) } });
    expect(runner.requests[0]).toMatchObject({ instructionId: 'b7', append: { data: bytes(1) } });
  });

  it('reads all pages, and asks a runner without pages once', async () => {
    for (const page of [undefined, 1, 2, 5]) {
      const runner = new StateRunner(page === undefined ? {} : { page });
      runner.write(key('a'), bytes(1, 2, 3, 4));
      expect([...(await runner.channel.readAll('b1', key('a')))]).toEqual([1, 2, 3, 4]);
      expect(runner.requests.length).toBe(Math.ceil(4 / (page ?? 4)));
    }
  });

  it('fails a request that the runner refuses, and no other', async () => {
    const runner = new StateRunner();
    runner.refuses = ({ stateKey }) => (stateKey!.bagUserState!.userStateId === 'bad' ? 'no such state' : '');
    const bad = runner.channel.readAll('b1', key('bad'));
    const good = runner.channel.readAll('b1', key('good'));
    await expect(bad).rejects.toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringContaining('no such state'),
    });
    expect((await good).length).toBe(0);
  });

  it('fails whatever waits when the stream ends, and whatever is asked later (C2)', async () => {
    const channel = new StateChannel({ send: () => undefined });
    const waits = channel.readAll('b1', key('a'));
    channel.failed(new BeamError('E_SERVICE', 'gone'));
    channel.failed(new BeamError('E_SERVICE', 'gone again'));
    await expect(waits).rejects.toThrow('gone');
    await expect(channel.readAll('b2', key('a'))).rejects.toThrow(/^gone$/);
    channel.received({ id: '1', error: '' });
  });

  it('refuses an answer to a read that says nothing', async () => {
    const channel: StateChannel = new StateChannel({
      send: ({ id }) => queueMicrotask(() => channel.received({ id, error: '', clear: {} })),
    });
    await expect(channel.readAll('b1', key('a'))).rejects.toMatchObject({ code: 'E_SERVICE' });
  });
});
