/** Runs plans on Apache Flink. */
export {};
