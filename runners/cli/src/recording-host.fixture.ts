import type { Host, Output } from './host.js';

/** What a {@link recordingHost} may be told. */
interface Settings {
  readonly env?: Host['env'];
  readonly cwd?: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly isTerminal?: boolean;
}

/** A host for tests: keeps what is written, and its clock stands still until it is moved. */
export interface RecordingHost extends Host {
  readonly texts: { stdout: string; stderr: string };
  clock: number;
}

export function recordingHost(settings: Settings = {}): RecordingHost {
  const texts = { stdout: '', stderr: '' };
  const { isTerminal = false, columns, rows } = settings;
  const output = (name: 'stdout' | 'stderr'): Output => ({
    write: (text) => {
      texts[name] += text;
      return undefined;
    },
    isTerminal,
    columns,
    rows,
  });
  const host: RecordingHost = {
    texts,
    clock: 0,
    env: settings.env ?? {},
    cwd: settings.cwd ?? '/project',
    stdout: output('stdout'),
    stderr: output('stderr'),
    now: () => host.clock,
    monotonic: () => host.clock,
  };
  return host;
}
