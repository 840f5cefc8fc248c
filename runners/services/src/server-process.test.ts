import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify, isAlive } from './process-identity.js';
import { ServerProcess, stopProcesses } from './server-process.js';
import { ServerRecord } from './server-record.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A server that is a line of JavaScript. */
const start = (code: string): Promise<ServerProcess> =>
  ServerProcess.start({
    name: 'the server',
    program: process.execPath,
    args: ['-e', code],
    logFile: join(dir, 'server.log'),
  });

const forEver = 'setInterval(() => {}, 1000);';
const log = (): string => readFileSync(join(dir, 'server.log'), 'utf8');

test('a server is ready when the probe says so, and ends when it is stopped', async () => {
  const server = await start(`console.log('up'); ${forEver}`);
  await server.ready(async () => log().includes('up'), 20_000);
  expect(isAlive(server.identity)).toBe(true);
  await server.stop();
  expect(await server.ended).toEqual({ code: undefined, signal: 'SIGTERM' });
  expect(isAlive(server.identity)).toBe(false);
});

test('a server that ignores SIGTERM is killed', async () => {
  const server = await start(`process.on('SIGTERM', () => {}); console.log('up'); ${forEver}`);
  await server.ready(async () => log().includes('up'), 20_000);
  await server.stop(50);
  expect(await server.ended).toMatchObject({ signal: 'SIGKILL' });
});

test('a server that ends while it starts is an error with how it ended and its last lines', async () => {
  const server = await start("console.error('12:00 ERROR no disk'); process.exitCode = 7;");
  await expect(server.ready(async () => false, 20_000)).rejects.toMatchObject({
    code: 'E_SERVICE',
    message: 'the server ended while it was starting (exit code 7); its last lines:\n12:00 ERROR no disk',
    place: { path: join(dir, 'server.log') },
  });
});

test('a server that is never ready is an error, and has ended then', async () => {
  const server = await start(forEver);
  await expect(server.ready(async () => false, 10)).rejects.toThrow('was not ready after 0 s');
  expect(server.running).toBe(false);
});

test('the last lines leave out the frames of a stack and mere information', async () => {
  const lines = ['1 ERROR Bad config', '   at a.b.C(C.java:1)', '   ... 5 more', '2 INFO  Stopping'];
  const server = await start(`console.log(${JSON.stringify(lines.join('\n'))});`);
  await server.ended;
  expect(server.lastLines()).toBe('1 ERROR Bad config');
});

test('a program that is not there is an error of the machine', async () => {
  const started = ServerProcess.start({
    name: 'the server',
    program: join(dir, 'none'),
    args: [],
    logFile: join(dir, 'server.log'),
  });
  await expect(started).rejects.toMatchObject({ code: 'E_ENVIRONMENT' });
});

// Windows has no shell that could watch.
test.skipIf(process.platform === 'win32')('a server ends when its parent is killed', async () => {
  const module = fileURLToPath(new URL('../dist/index.js', import.meta.url));
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { ServerProcess } from ${JSON.stringify(module)};
       const server = await ServerProcess.start({ name: 'x', program: process.execPath,
         args: ['-e', ${JSON.stringify(forEver)}], logFile: ${JSON.stringify(join(dir, 'server.log'))} });
       console.log(JSON.stringify(server.identity));
       ${forEver}`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const identity = JSON.parse(
    await new Promise((done) => parent.stdout.once('data', (text) => done(`${text}`))),
  );
  expect(isAlive(identity)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => isAlive(identity)).toBe(false);
});

test('what a record names is ended later, unless its number belongs to another process now', async () => {
  const [first, second] = [await start(forEver), await start(forEver)];
  const record = new ServerRecord(dir);
  const recorded = (server: ServerProcess, start = server.identity.start) => ({
    ...{ name: server.name, logFile: server.logFile },
    ...{ pid: server.identity.pid, start },
  });
  record.write({
    endpoints: { rest: 'localhost:1' },
    processes: [recorded(first), recorded(second, 'other')],
  });
  expect(record.living().map(({ pid }) => pid)).toEqual([first.identity.pid]);
  expect((await record.stop()).map(({ pid }) => pid)).toEqual([first.identity.pid]);
  expect([isAlive(first.identity), isAlive(second.identity)]).toEqual([false, true]);
  expect(record.read()).toBeUndefined();
  await second.stop();
});

test('ending processes that have gone does nothing', async () => {
  const server = await start('');
  await server.ended;
  await stopProcesses([server.identity]);
  expect(identify(server.identity.pid)).toBeUndefined();
});
