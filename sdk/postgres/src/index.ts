/** Postgres as exactly-once sink. */
export {};
