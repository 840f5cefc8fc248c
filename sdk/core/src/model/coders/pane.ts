import { NO_FIRING, type Pane, type PaneTiming } from '../pane.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

const timings: readonly PaneTiming[] = ['early', 'on-time', 'late', 'unknown'];

/** What follows the first byte. */
const NO_INDEX = 0;
const ONE_INDEX = 1;
const TWO_INDICES = 2;

/** Set when a length-prefixed `ElementMetadata` message follows; nothing in it concerns a worker. */
const HAS_ELEMENT_METADATA = 0x80;

/**
 * Writes a pane (Beam's PaneInfo):
 *
 *     bit 0 first | bit 1 last | bits 2-3 timing | bits 4-6 what follows: 0 nothing, 1 one index, 2 two | bit 7
 *
 * One index stands for both, or for the index of an early pane, whose on-time index is -1. A pane of unknown
 * timing has no indices.
 */
export function writePane(pane: Pane, writer: ByteWriter): void {
  if (pane === NO_FIRING) {
    writer.writeByte(0x0f);
    return;
  }
  const { timing, index, onTimeIndex } = pane;
  const flags = (pane.isFirst ? 1 : 0) | (pane.isLast ? 2 : 0) | (timings.indexOf(timing) << 2);
  if (timing === 'unknown' || (index === 0 && onTimeIndex === 0)) {
    writer.writeByte(flags | (NO_INDEX << 4));
  } else if (timing === 'early' || index === onTimeIndex) {
    writer.writeByte(flags | (ONE_INDEX << 4));
    writer.writeVarint(index);
  } else {
    writer.writeByte(flags | (TWO_INDICES << 4));
    writer.writeVarint(index);
    writer.writeVarint(onTimeIndex);
  }
}

/** Reads what {@link writePane} wrote, by this or any other SDK. */
export function readPane(reader: ByteReader): Pane {
  const first = reader.readByte();
  if (first === 0x0f) return NO_FIRING;
  const timing = timings[(first >> 2) & 3]!;
  let index = 0;
  let onTimeIndex = timing === 'early' ? -1 : 0;
  switch ((first & ~HAS_ELEMENT_METADATA) >> 4) {
    case NO_INDEX:
      break;
    case ONE_INDEX:
      index = reader.readVarint();
      if (timing !== 'early') onTimeIndex = index;
      break;
    case TWO_INDICES:
      index = reader.readVarint();
      onTimeIndex = reader.readVarint();
      break;
    default:
      throw reader.fail(`0x${first.toString(16)} begins no pane`, reader.position - 1);
  }
  if ((first & HAS_ELEMENT_METADATA) !== 0) reader.skip(reader.readLength());
  const isFirst = (first & 1) !== 0;
  const isLast = (first & 2) !== 0;
  if (timing === 'unknown' && isFirst && isLast && index === 0 && onTimeIndex === 0) return NO_FIRING;
  return { timing, index, onTimeIndex, isFirst, isLast };
}
