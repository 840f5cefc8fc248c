/** The port through which stores use the disk: files that live no longer than the run. */
export interface SpillDisk {
  create(): SpillFile;
  /** Bytes written since the run began. */
  readonly writtenBytes: number;
  /** Closes and removes every file. @throws BeamError `E_IO` */
  close(): void;
}

/** A file that is appended to, read at any place, and removed when it is closed. */
export interface SpillFile {
  readonly length: number;
  /** @throws BeamError `E_IO` */
  append(bytes: Uint8Array): void;
  /** Reads into `target` from `position`; returns how many bytes there were. @throws BeamError `E_IO` */
  read(position: number, target: Uint8Array): number;
  close(): void;
}
