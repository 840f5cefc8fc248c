/**
 * What a store needs of a disk: one folder of files that grow at their end. The port exists so that a simulation can
 * lose power, tear writes and fail syncs.
 *
 * What a disk promises: bytes of an `append` are there after a power loss when a later `sync` of the file has resolved;
 * names that `create`, `rename` and `remove` made or changed when a later `syncFolder` has. Before that anything may be
 * missing, in any order.
 */
export interface Disk {
  /** The folder, for messages. */
  readonly folder: string;
  /** The names of its files. @throws BeamError `E_DISK` */
  list(): readonly string[];
  /** A new, empty file, in the place of one that has the name. @throws BeamError `E_DISK` */
  create(name: string): Promise<DiskFile>;
  /** A file to read; undefined when there is none of the name. @throws BeamError `E_DISK` */
  open(name: string): DiskFile | undefined;
  /** The file has the new name at once, in the place of one that has it already. @throws BeamError `E_DISK` */
  rename(from: string, to: string): Promise<void>;
  /** Files that are open can be read on; nothing when there is none. @throws BeamError `E_DISK` */
  remove(name: string): Promise<void>;
  /**
   * Writes what a file has from a position on once more, and makes it durable. For what an earlier process has written
   * and may have failed to sync: it can be read, and after a sync that failed later ones do not reach it.
   * @throws BeamError `E_DISK`
   */
  renew(name: string, from: number): Promise<void>;
  /** @throws BeamError `E_DISK` */
  syncFolder(): Promise<void>;
}

/** A file of a disk. */
export interface DiskFile {
  readonly name: string;
  /** Bytes: of one that is read when it was opened, of one that is written with all that was appended. */
  readonly length: number;
  /** Puts bytes at the end. They must not change before it resolves. @throws BeamError `E_DISK` */
  append(parts: readonly Uint8Array[]): Promise<void>;
  /** Everything appended so far by this process is durable when it resolves. @throws BeamError `E_DISK` */
  sync(): Promise<void>;
  /** Reads into `target` from `position` on; returns how many bytes there were. @throws BeamError `E_DISK` */
  read(position: number, target: Uint8Array): number;
  close(): void;
}
