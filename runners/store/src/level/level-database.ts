import type { ClassicLevel } from 'classic-level';

/** A database with bytes as keys and values. */
export type LevelDatabase = ClassicLevel<Uint8Array, Uint8Array>;
