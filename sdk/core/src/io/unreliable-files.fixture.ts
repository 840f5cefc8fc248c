import { basename, dirname } from 'node:path';
import { BeamError } from '../model/errors.js';
import type { FileSystem } from './file-system.js';

interface Content {
  bytes: Uint8Array;
  /** So many of them stay when the power goes. */
  durable: number;
}

/** Ends every operation from then on: the process is gone. */
export class PowerLost extends Error {}

/**
 * Files in memory whose power can be lost: what was not synced is then gone, names that were not synced as well. Some
 * of what was not synced may stay.
 *
 * Owns: files, names as they are and as they are on the disk.
 */
export class UnreliableFiles {
  private names = new Map<string, Content>();
  private durableNames = new Map<string, Content>();
  private lives = 0;
  /** Operations until the power goes; undefined for never. */
  operationsLeft: number | undefined;
  /** A test that sets it has operations fail, such as on a full disk. */
  fault: ((operation: string) => boolean) | undefined;
  operations = 0;

  /** What a reader who lists a folder and opens what is not hidden would see. */
  visible(directory: string): Map<string, string> {
    return new Map(
      [...this.names]
        .filter(([path]) => dirname(path) === directory && !basename(path).startsWith('.'))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([path, { bytes }]) => [basename(path), Buffer.from(bytes).toString('utf8')]),
    );
  }

  hidden(directory: string): string[] {
    return [...this.names.keys()].filter(
      (path) => dirname(path) === directory && basename(path).startsWith('.'),
    );
  }

  /** The power comes back. @param keep of what was not synced, how much stays: between 0 and 1 */
  restart(keep: number): void {
    this.lives++;
    this.operationsLeft = undefined;
    for (const content of new Set([...this.names.values(), ...this.durableNames.values()])) {
      const { bytes, durable } = content;
      content.bytes = bytes.slice(0, durable + Math.floor((bytes.length - durable) * keep));
      content.durable = content.bytes.length;
    }
    this.names = new Map(this.durableNames);
  }

  /** The files as one process sees them. */
  open(): FileSystem {
    const life = this.lives;
    const step = async (operation: string): Promise<void> => {
      await Promise.resolve();
      if (life !== this.lives || this.operationsLeft === 0) throw new PowerLost();
      if (this.operationsLeft !== undefined) this.operationsLeft--;
      this.operations++;
      if (this.fault?.(operation)) throw new BeamError('E_IO', `${operation}: no space is left.`);
    };
    const missing = (path: string) => new BeamError('E_IO', `${path} is not there.`);
    return {
      match: async () => [],
      open: async (path) => {
        await step(`open ${path}`);
        const content = this.names.get(path);
        if (content === undefined) throw missing(path);
        return {
          read: async (into, position = 0) => {
            await step(`read ${path}`);
            const part = content.bytes.subarray(position, position + into.length);
            into.set(part);
            return part.length;
          },
          close: async () => undefined,
        };
      },
      create: async (path) => {
        await step(`create ${path}`);
        if (this.names.has(path)) throw new BeamError('E_IO', `${path} exists.`);
        const content: Content = { bytes: new Uint8Array(), durable: 0 };
        this.names.set(path, content);
        return {
          write: async (bytes) => {
            await step(`write ${path}`);
            content.bytes = Buffer.concat([content.bytes, bytes]);
          },
          sync: async () => {
            await step(`sync ${path}`);
            content.durable = content.bytes.length;
          },
          close: async () => undefined,
        };
      },
      rename: async (from, to) => {
        await step(`rename ${from}`);
        const content = this.names.get(from);
        if (content === undefined) throw missing(from);
        this.names.delete(from);
        this.names.set(to, content);
      },
      remove: async (path) => {
        await step(`remove ${path}`);
        this.names.delete(path);
      },
      sizeOf: async (path) => {
        await step(`size ${path}`);
        return this.names.get(path)?.bytes.length;
      },
      hasDirectory: async () => true,
      ensureDirectory: async () => undefined,
      list: async (directory) => {
        await step(`list ${directory}`);
        return [...this.names.keys()]
          .filter((path) => dirname(path) === directory)
          .map((path) => basename(path));
      },
      syncDirectory: async (path) => {
        await step(`sync ${path}`);
        for (const name of this.durableNames.keys()) {
          if (dirname(name) === path && !this.names.has(name)) this.durableNames.delete(name);
        }
        for (const [name, content] of this.names) {
          if (dirname(name) === path) this.durableNames.set(name, content);
        }
      },
    };
  }
}
