import type { EngineState } from '@hornbeam/engine';
import { BeamError } from '@hornbeam/sdk/model';
import type { EpochWriter, StateStore } from '@hornbeam/store';

/** The space of what is known of the run as a whole; JSON, UTF-8. */
export const RUN_SPACE = 'run';

/** Changes when what older builds wrote cannot be read any more. */
const FORMAT = 1;

/** What does not change while a run goes on. */
export interface RunHead {
  readonly format: number;
  readonly jobName: string;
  /** What tells this run from others of the job; missing where an older build began it. */
  readonly run?: string;
  /** The spaces of its state, with what they are written with. */
  readonly spaces: Readonly<Record<string, string>>;
  /** Edges whose impulse was given. */
  readonly roots: readonly string[];
}

/** What a run left. */
export interface RunRecord extends RunHead {
  readonly engine: EngineState;
  /** Its sources have ended, and everything is done. */
  readonly isDone: boolean;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const bytesOf = (text: string): Uint8Array => encoder.encode(text);

/** Reads what an earlier run left; undefined in a new store. @throws BeamError `E_STATE_DIR` of a newer build */
export function readRun(store: Pick<StateStore, 'get'>): RunRecord | undefined {
  const head = read<RunHead>(store, 'head');
  if (head === undefined) return undefined;
  if (head.format !== FORMAT) {
    throw new BeamError(
      'E_STATE_DIR',
      `The state was written in format ${head.format}, this build reads ${FORMAT}.`,
      {
        help: 'resume it with the version of hornbeam that wrote it, or begin anew in another directory',
      },
    );
  }
  return {
    ...head,
    engine: read<EngineState>(store, 'engine')!,
    isDone: read<boolean>(store, 'done') === true,
  };
}

/** Writes what is known of the run before its first epoch. */
export function writeHead(head: Omit<RunHead, 'format'>, to: EpochWriter): void {
  write('head', { format: FORMAT, ...head }, to);
}

/** Writes where the run is. */
export function writeEngine(engine: EngineState, isDone: boolean, to: EpochWriter): void {
  write('engine', engine, to);
  write('done', isDone, to);
}

function write(key: string, value: unknown, to: EpochWriter): void {
  to.put(RUN_SPACE, bytesOf(key), bytesOf(JSON.stringify(value, named)));
}

function read<T>(store: Pick<StateStore, 'get'>, key: string): T | undefined {
  const bytes = store.get(RUN_SPACE, bytesOf(key));
  return bytes && (JSON.parse(decoder.decode(bytes), numbered) as T);
}

/** JSON has no infinity, and the ends of time are. */
const BEFORE_ALL = '-∞';
const BEHIND_ALL = '∞';

const named = (_: string, value: unknown): unknown => {
  if (value === Number.POSITIVE_INFINITY) return BEHIND_ALL;
  return value === Number.NEGATIVE_INFINITY ? BEFORE_ALL : value;
};

const numbered = (_: string, value: unknown): unknown => {
  if (value === BEHIND_ALL) return Number.POSITIVE_INFINITY;
  return value === BEFORE_ALL ? Number.NEGATIVE_INFINITY : value;
};
