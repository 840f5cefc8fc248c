import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServeFlags } from '../args/serve-grammar.js';
import { type RecordingHost, recordingHost } from '../recording-host.fixture.js';
import { certificate } from '../serve/certificate.fixture.js';
import { Session } from '../session.js';
import { serveCommand } from './serve.js';

let dir: string;
let host: RecordingHost;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'serve-test-'));
  writeFileSync(join(dir, 'cert.pem'), certificate);
  writeFileSync(join(dir, 'empty'), '\n');
});

afterEach(() => rmSync(dir, { recursive: true }));

/** Serves until something is wrong. */
const serve = (flags: Partial<ServeFlags>, env: RecordingHost['env'] = {}): Promise<number> => {
  host = recordingHost({ cwd: dir, env });
  return serveCommand({ host: '127.0.0.1', port: 0, ...flags }, new Session(host));
};

describe('the service does not begin', () => {
  it.each<[string, Partial<ServeFlags>, string]>([
    ['with a certificate without its key', { tlsCert: 'cert.pem' }, 'E_USAGE'],
    ['with a key without its certificate', { tlsKey: 'cert.pem' }, 'E_USAGE'],
    ['with an authority of clients alone', { tlsClientCa: 'cert.pem' }, 'E_USAGE'],
    ['with an empty token', { tokenFile: 'empty' }, 'E_USAGE'],
    ['with a token that is not there', { tokenFile: 'nowhere' }, 'E_IO'],
    ['with a certificate in place of its key', { tlsCert: 'cert.pem', tlsKey: 'cert.pem' }, 'E_SERVICE'],
    ['for other machines without a token', { host: '0.0.0.0' }, 'E_BAD_ARGUMENT'],
  ])('%s', async (_what, flags, code) => {
    await expect(serve(flags)).rejects.toMatchObject({ code });
    expect(host.texts.stdout).toBe('');
  });

  it('with an empty token in its environment', async () => {
    await expect(serve({}, { HORNBEAM_TOKEN: '' })).rejects.toMatchObject({ code: 'E_USAGE' });
  });
});
