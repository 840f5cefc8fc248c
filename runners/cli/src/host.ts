/** A stream that text is written to, with what is known of the terminal behind it. */
export interface Output {
  /** Writes text; a promise where the reader is slow and the writer should wait for it. */
  write(text: string): Promise<void> | undefined;
  /** True when a person looks at it. */
  readonly isTerminal: boolean;
  /** Width in characters, where there is a terminal. */
  readonly columns: number | undefined;
  /** Height in lines, where there is a terminal. */
  readonly rows: number | undefined;
}

/** The port through which commands see their process, so that tests can give them another. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The absolute path of the working folder. */
  readonly cwd: string;
  /** Data, and nothing but data. */
  readonly stdout: Output;
  /** Progress, logs, errors. */
  readonly stderr: Output;
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds of a steady clock. */
  monotonic(): number;
}
