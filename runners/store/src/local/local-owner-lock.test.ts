import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LocalOwnerLock, OWNER_FILE } from './local-owner-lock.js';
import { openLocalStore } from './open-local-store.js';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'hornbeam-lock-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test('a folder has one owner, whatever path leads to it, until it is released', async () => {
  const base = folder();
  symlinkSync(base, `${base}-link`);
  onTestFinished(() => rmSync(`${base}-link`, { force: true }));
  const owned = await new LocalOwnerLock(base).take();
  await expect(new LocalOwnerLock(`${base}-link`).take()).rejects.toMatchObject({
    code: 'E_STATE_DIR',
    message: expect.stringContaining(`process (${process.pid})`),
  });
  await owned.release();
  await (await new LocalOwnerLock(base).take()).release();
});

test('folders that are different have owners of their own', async () => {
  const owners = await Promise.all([folder(), folder()].map((each) => new LocalOwnerLock(each).take()));
  await Promise.all(owners.map((each) => each.release()));
});

test('an owner that was killed owns nothing, while it lives its process is named', async () => {
  const base = folder();
  // The lock as another process takes it, from the same file, which needs the loader of tests here.
  const lock = new LocalOwnerLock(base) as unknown as { address(): string };
  const script = `require('node:net').createServer().listen(${JSON.stringify(lock.address())}, () => console.log('owned'))`;
  const other = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void other.kill('SIGKILL'));
  await once(other.stdout!, 'data');
  writeFileSync(join(base, OWNER_FILE), `${other.pid}\n`);
  await expect(openLocalStore(base)).rejects.toMatchObject({
    code: 'E_STATE_DIR',
    message: `${base} is in use by process ${other.pid}.`,
  });
  other.kill('SIGKILL');
  await once(other, 'exit');
  const store = await openLocalStore(base);
  expect(store.epoch).toBe(0);
  await store.close();
});
