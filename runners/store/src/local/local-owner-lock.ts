/**
 * Lets one process at a time own a folder.
 *
 * Owns: a name of the system that one process can listen on and that is free when the process is gone, also when it was
 * killed: a name of the abstract namespace on Linux, a pipe on Windows, else a socket in the temporary folder, which is
 * taken over when nobody answers. And the file `owner` in the folder, with the id of the process, for messages.
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import type { OwnedLock, OwnerLock } from '../owner-lock.js';
import { diskError } from './disk-error.js';

/** The file in the folder that says which process has it. */
export const OWNER_FILE = 'owner';

/** See the head of this file. */
export class LocalOwnerLock implements OwnerLock {
  private readonly folder: string;

  /** @param folder one that is there */
  constructor(folder: string) {
    this.folder = folder;
  }

  async take(): Promise<OwnedLock> {
    const address = this.address();
    let server = await listen(address);
    if (server === undefined && isSocketFile(address) && !(await answers(address))) {
      unlinkSync(address);
      server = await listen(address);
    }
    if (server === undefined) throw this.taken();
    const owned = server;
    const path = join(this.folder, OWNER_FILE);
    try {
      writeFileSync(path, `${process.pid}\n`);
    } catch (thrown) {
      owned.close();
      throw diskError(path, 'write', thrown);
    }
    return {
      release: () => new Promise((resolve) => owned.close(() => resolve())),
    };
  }

  /** The same for one folder, whatever path leads to it. */
  private address(): string {
    const { dev, ino } = statSync(this.folder, { bigint: true });
    const id = createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32);
    const name = `hornbeam-store-${id}`;
    if (process.platform === 'linux') return `\0${name}`;
    return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  }

  private taken(): BeamError {
    let owner = 'another process';
    try {
      const pid = Number(readFileSync(join(this.folder, OWNER_FILE), 'utf8'));
      if (pid > 0) owner = pid === process.pid ? `this process (${pid})` : `process ${pid}`;
    } catch {
      // The owner has not written it yet.
    }
    return new BeamError('E_STATE_DIR', `${this.folder} is in use by ${owner}.`, {
      path: this.folder,
      help: 'end that run first, or give this one a directory of its own',
    });
  }
}

const isSocketFile = (address: string): boolean => !address.startsWith('\0') && !address.startsWith('\\\\');

/** @returns undefined when somebody else listens */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(diskError(address.replace('\0', '@'), 'listen', error));
    });
    server.listen(address, () => {
      // The lock keeps no process alive.
      server.unref();
      resolve(server);
    });
  });
}

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const connection = connect(address, () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
