import type { KafkaClient } from '@hornbeam/kafka';
import type { EpochSink } from '@hornbeam/sdk/construction';

/** What a process has open. */
export interface Connection {
  sink(name: string): EpochSink<any>;
  /** Where the target is a Kafka: reaches it. */
  readonly kafka?: () => KafkaClient;
  /** The process is gone; what is on its way may still arrive. */
  cut(): void;
}

/** Where the rows of a simulated run go. It outlives all of its processes. */
export interface SimulatedTarget {
  connect(): Connection;
  /** What readers see, in the order in which it was written. */
  rows(name: string): readonly string[];
}
