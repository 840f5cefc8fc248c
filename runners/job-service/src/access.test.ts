import { status } from '@grpc/grpc-js';
import { JobService as JobApi } from '@hornbeam/proto/services';
import { afterEach, describe, expect, it, test } from 'vitest';
import { isLoopback } from './access.js';
import { HeldBackend, RawClient } from './job-service.fixture.js';
import { JobService, type JobServiceSettings } from './job-service.js';

let service: JobService | undefined;
let client: RawClient | undefined;

afterEach(async () => {
  client?.close();
  await service?.close();
  service = undefined;
});

async function listen(settings: Partial<JobServiceSettings>): Promise<JobService> {
  service = await JobService.listen({ backend: new HeldBackend(), ...settings });
  return service;
}

describe('a service with a token', () => {
  it('takes calls that carry it', async () => {
    const { address } = await listen({ token: 'secret' });
    client = new RawClient(address, 'secret');
    expect((await client.call(JobApi.getJobs, {})).jobInfo).toEqual([]);
  });

  it.each([undefined, '', 'secre', 'secret2', 'Secret'])('refuses calls with %j', async (token) => {
    const { address } = await listen({ token: 'secret' });
    client = new RawClient(address, token);
    const refused = { code: status.UNAUTHENTICATED };
    await expect(client.call(JobApi.getJobs, {})).rejects.toMatchObject(refused);
    await expect(client.messages('any')).rejects.toMatchObject(refused);
    await expect(client.stage('any', () => [])).rejects.toMatchObject(refused);
  });

  it('does not read what comes without it', async () => {
    const { address } = await listen({ token: 'secret', maxMessageBytes: 1000 });
    client = new RawClient(address);
    // Read, it would be too large.
    await expect(client.send(JobApi.prepare, Buffer.alloc(5000))).rejects.toMatchObject({
      code: status.UNAUTHENTICATED,
    });
  });
});

describe('a service that does not begin', () => {
  it('is one for other machines without a token', async () => {
    await expect(listen({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'E_BAD_ARGUMENT' });
  });

  it('is one with an empty token', async () => {
    await expect(listen({ token: '' })).rejects.toMatchObject({ code: 'E_BAD_ARGUMENT' });
  });

  it('is one whose port is taken', async () => {
    const { address } = await listen({});
    const port = Number(address.split(':').at(-1));
    await expect(JobService.listen({ backend: new HeldBackend(), port })).rejects.toMatchObject({
      code: 'E_SERVICE',
    });
  });

  it('is one whose certificate cannot be read', async () => {
    const garbage = Buffer.from('no certificate');
    await expect(listen({ tls: { cert: garbage, key: garbage } })).rejects.toMatchObject({
      code: 'E_SERVICE',
    });
  });
});

test('a host is loopback or reached by others', () => {
  expect(['127.0.0.1', 'localhost', '127.8.0.1', '::1', '[::1]'].filter((host) => !isLoopback(host))).toEqual(
    [],
  );
  expect(['0.0.0.0', '::', '10.0.0.1', '127.evil.com', 'localhost.evil.com'].filter(isLoopback)).toEqual([]);
});
