import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder of its own for a test file, removed at the end. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'hornbeam-io-'));

  constructor() {
    afterAll(() => rmSync(this.path, { recursive: true, force: true }));
  }

  at(...names: string[]): string {
    return join(this.path, ...names);
  }

  /** Writes a file and gives its path. */
  put(name: string, content: string | Uint8Array): string {
    const path = this.at(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Names in a folder, sorted; those that begin with a dot too. */
  names(folder = ''): string[] {
    return readdirSync(this.at(folder)).sort();
  }

  text(name: string): string {
    return readFileSync(this.at(name), 'utf8');
  }

  /** The lines of all shards of an output, sorted. */
  lines(prefix: string): string[] {
    const folder = dirname(prefix) === '.' ? '' : dirname(prefix);
    const base = prefix.slice(folder === '' ? 0 : folder.length + 1);
    const shards = this.names(folder).filter((name) => name.startsWith(base));
    return shards.flatMap((name) => this.text(join(folder, name)).split('\n').slice(0, -1)).sort();
  }
}
