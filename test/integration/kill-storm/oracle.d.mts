import type { ConsumedRecord, KafkaClient } from '@hornbeam/kafka';

/** See oracle.mjs. */
export declare function recordsOf(client: KafkaClient, topic: string): Promise<ConsumedRecord[][]>;
