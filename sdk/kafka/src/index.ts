/** Kafka as source and exactly-once sink. */
export {};
