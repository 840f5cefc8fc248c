/** Keeps the bytes of staged files. */
export interface ArtifactStore {
  /** A new place for the files of one job. */
  open(jobId: string): Promise<ArtifactFolder>;
  /** Removes everything that is left. */
  close(): Promise<void>;
}

/** The staged files of one job, by their content. */
export interface ArtifactFolder {
  /**
   * Keeps bytes; nothing of them when the source fails.
   * @returns their SHA-256, in hexadecimal digits, by which they can be read
   * @throws BeamError `E_IO`
   */
  write(chunks: AsyncIterable<Uint8Array>): Promise<string>;
  /** @throws BeamError `E_IO` when there is no such file */
  read(sha256: string): AsyncIterable<Uint8Array>;
  /** Removes all of them. */
  remove(): Promise<void>;
}
