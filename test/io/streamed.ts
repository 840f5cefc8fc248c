import { DirectRunner, type DirectRunnerSettings } from '@hornbeam/direct';
import { type Instant, type Job, pipeline, type RunOptions, type Source, start } from '@hornbeam/sdk';
import { FakeClock } from '@hornbeam/sdk/testing';

/** A source at work, and what has come of it. */
export interface Streamed<T> {
  /** In the order they came, from bundles that are committed. */
  readonly seen: T[];
  /** The timestamp of each. */
  readonly times: Instant[];
  readonly job: Job;
  /** The clock of the run: stands still until it is moved, from 1970 on. */
  readonly clock: FakeClock;
  /** Moves the clock, and lets everything happen that can happen then. */
  pass(millis: number): Promise<void>;
  /** How far event time is behind the source. */
  watermark(): Instant | undefined;
}

/** Starts a source that goes on by itself. */
export async function streamed<T>(
  source: Source<T>,
  settings: Omit<DirectRunnerSettings, 'clock'> & Pick<RunOptions, 'log'> = {},
): Promise<Streamed<T>> {
  const { log, ...runner } = settings;
  const clock = new FakeClock();
  const seen: T[] = [];
  const times: Instant[] = [];
  const job = await start(
    pipeline((p) => {
      p.read(source)
        .reshuffle() // only what is committed comes behind it
        .map((element, { timestamp }) => {
          seen.push(element);
          times.push(timestamp);
        })
        .named('See');
    }),
    {
      runner: new DirectRunner({ clock, ...runner }),
      streaming: true,
      ...(log === undefined ? {} : { log }),
    },
  );
  job.done.catch(() => undefined);
  const pass = async (millis: number): Promise<void> => {
    clock.advance(millis);
    for (let turn = 0; turn < 30; turn++) await clock.turn();
  };
  await pass(0);
  const watermark = (): Instant | undefined =>
    job.snapshot().steps.find(({ name }) => name === 'See')?.time?.inputWatermark;
  return { seen, times, job, clock, pass, watermark };
}
