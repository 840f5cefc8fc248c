import type { Instant } from '../model/timestamp.js';

/** A file that exists, as a match finds it. */
export interface FileMatch {
  /** As the pattern was written: relative patterns give relative paths. */
  readonly path: string;
  /** Bytes; undefined for what has no fixed size, such as a pipe, and for files that report 0. */
  readonly size: number | undefined;
  /** When its content was last changed, whole ms since 1970; absent where the storage does not say. */
  readonly modified?: Instant;
}

/** A file open for reading. */
export interface FileReader {
  /**
   * Fills `into` from byte `position` on, or from where the last read ended when it is undefined. Gives the
   * number of bytes read, 0 at the end of the file.
   */
  read(into: Uint8Array, position: number | undefined): Promise<number>;
  close(): Promise<void>;
}

/** A new file open for writing, from its first byte on. */
export interface FileWriter {
  /** Appends all of `bytes`. The caller may change them once the promise is resolved. */
  write(bytes: Uint8Array): Promise<void>;
  /** Brings what was written to the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * What files need of the world: a small port, so that another kind of storage, or a disk that is full, can
 * stand in for the local one. Every method fails with a BeamError `E_IO` that names the path.
 */
export interface FileSystem {
  /** The files of a path or glob, sorted by path; empty when there are none. */
  match(pattern: string): Promise<FileMatch[]>;
  open(path: string): Promise<FileReader>;
  /** Creates a file that must not exist. */
  create(path: string): Promise<FileWriter>;
  /** Gives a file its new name in one step; a file of that name is replaced. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; one that is gone already is no error. */
  remove(path: string): Promise<void>;
  /** Bytes of a file; undefined when there is none. */
  sizeOf(path: string): Promise<number | undefined>;
  /** Whether there is a folder of this name. */
  hasDirectory(path: string): Promise<boolean>;
  /** Makes a folder and those above it, as far as they are missing. */
  ensureDirectory(path: string): Promise<void>;
  /** Names of the entries of a folder; empty when there is no such folder. */
  list(directory: string): Promise<string[]>;
  /** Brings renames and removals in a folder to the disk. */
  syncDirectory(path: string): Promise<void>;
}
