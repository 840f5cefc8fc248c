import { type PCollection, type Root, resume } from '@hornbeam/sdk';
import type { SplittableDoFn } from '@hornbeam/sdk/construction';
import { BeamError, MIN_TIMESTAMP } from '@hornbeam/sdk/model';
import type { KafkaClient } from '../kafka-client.js';
import { atMost, type FeedClock } from './feed-clock.js';
import { NOT_LOOKED, type PartitionWatch, PartitionWatchTracker } from './partition-watch.js';
import { type LookTime, lookTime } from './record-time.js';
import { type Look, lookForPartitions, type PartitionSpan, type SpanSettings } from './spans.js';

/** How partitions are found. */
export interface FindSettings {
  readonly open: () => KafkaClient;
  readonly spans: SpanSettings;
  /** From one look to the next, ms; undefined: one look at the beginning. */
  readonly every: number | undefined;
  readonly clock: FeedClock;
}

/** How long a call waits for a look, ms: a broker that does not answer must not keep the run from what it does beside. */
const PATIENCE = 50;
/** The pause before a look that is under way is asked for again, ms. */
const AGAIN = 20;

interface LookUnderWay {
  /** On the clock of the run, ms. */
  readonly begun: number;
  readonly done: Promise<unknown>;
  result?: Look;
  failure?: unknown;
}

/** A client, and the look that is under way. */
interface Looking {
  readonly client: KafkaClient;
  look: LookUnderWay | undefined;
}

/** The partitions to be read, each once, with where to begin and to end. */
export function findPartitions(
  root: Root,
  { open, spans, every, clock }: FindSettings,
): PCollection<PartitionSpan> {
  if (every === undefined) {
    return root.impulse().flatMap(async function findPartitions() {
      const client = open();
      try {
        return (await lookForPartitions(client, spans, undefined)).fresh;
      } finally {
        await client.close();
      }
    });
  }
  const step: SplittableDoFn<
    Uint8Array,
    PartitionWatch,
    PartitionWatchTracker,
    PartitionSpan,
    {},
    {},
    Looking,
    LookTime
  > = {
    name: 'findPartitions',
    bounded: false,
    initial: () => NOT_LOOKED,
    tracker: (watch) => new PartitionWatchTracker(watch),
    watermark: lookTime,
    setup: () => ({ client: open(), look: undefined }),
    teardown: ({ client }) => client.close(),
    async process(_impulse, { setup, tracker, watermark: time, emit, interrupt, log }) {
      const { seen } = tracker.restriction;
      const look = setup.look ?? begin(setup, spans, seen, time.now());
      await atMost(clock, PATIENCE, look.done, interrupt);
      if (look.result === undefined && look.failure === undefined) return resume(AGAIN);
      setup.look = undefined;
      const { result, failure } = look;
      if (result === undefined) {
        const passes = failure instanceof BeamError && failure.code === 'E_UNAVAILABLE';
        if (seen === undefined || !passes) throw failure;
        log.warn(`${failure.message} New partitions are looked for again`);
        return resume(every);
      }
      if (!tracker.tryClaim(result.after)) return;
      for (const span of result.fresh) emit(span, MIN_TIMESTAMP);
      // Records of a partition that the next look finds are not older than this one.
      time.advance(look.begun - every);
      return resume(every);
    },
  };
  return root.impulse().parDo(step) as unknown as PCollection<PartitionSpan>;
}

function begin(
  setup: Looking,
  spans: SpanSettings,
  seen: PartitionWatch['seen'],
  begun: number,
): LookUnderWay {
  const done = lookForPartitions(setup.client, spans, seen).then(
    (result) => {
      look.result = result;
    },
    (thrown: unknown) => {
      look.failure = thrown;
    },
  );
  const look: LookUnderWay = { begun, done };
  setup.look = look;
  return look;
}
