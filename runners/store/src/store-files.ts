/**
 * The files of a store that values are read from.
 *
 * Owns: the open files, by their number.
 *
 * Invariants:
 *  F1  a value is handed out only when the checksums of all its frames are right, and the frames are those of its key.
 *  F2  a place in a file that is not here any more, or in a frame of an epoch that the latest snapshot covers, is older
 *      than the snapshot, which has everything up to its epoch in one frame.
 */
import { BeamError, sameBytes } from '@hornbeam/sdk/model';
import type { Disk, DiskFile } from './disk.js';
import { changeIn } from './epoch-buffer.js';
import {
  damaged,
  decodeHeader,
  FILE_HEADER,
  type FileHeader,
  type FileKind,
  fileName,
} from './file-header.js';
import {
  epochOf,
  frameChecksum,
  frameKinds,
  PLACE_BYTES,
  type Place,
  readUint32,
  readUint64,
} from './frame.js';
import type { KeyTable } from './key-table.js';

interface OpenFile {
  readonly file: DiskFile;
  readonly salt: number;
  readonly isSnapshot: boolean;
}

/** See the head of this file. */
export class StoreFiles {
  /** The epoch of the latest snapshot; 0 for none. */
  snapshotEpoch = 0;
  private readonly disk: Disk;
  private readonly byNumber = new Map<number, OpenFile>();

  constructor(disk: Disk) {
    this.disk = disk;
  }

  /** A file that may be read from now on; it is closed with this. */
  add(file: DiskFile, number: number, salt: number, kind: 'log' | 'snapshot'): void {
    this.byNumber.set(number, { file, salt, isSnapshot: kind === 'snapshot' });
  }

  /** Opens a file that must be there. @throws BeamError `E_STATE_DAMAGED` `E_DISK` */
  open(kind: 'log' | 'snapshot', number: number, store: string): { file: DiskFile; header: FileHeader } {
    const known = this.byNumber.get(number);
    const opened = known ?? openFile(this.disk, kind, number, store);
    if (opened === undefined) {
      throw damaged(this.disk.folder, fileName(kind, number), 0, 'the file is missing');
    }
    if (known === undefined) this.add(opened.file, number, opened.salt, kind);
    return { file: opened.file, header: { kind, number, store, owner: 0, salt: opened.salt } };
  }

  /** The bound function that tells whether a file is part of a snapshot. */
  readonly isSnapshot = (number: number): boolean => this.byNumber.get(number)?.isSnapshot === true;

  /** Closes those whose numbers are not among `numbers`. */
  keepOnly(numbers: ReadonlySet<number>): void {
    for (const [number, { file }] of this.byNumber) {
      if (numbers.has(number)) continue;
      file.close();
      this.byNumber.delete(number);
    }
  }

  close(): void {
    this.keepOnly(new Set());
  }

  /** What is kept in a row of a table. @throws BeamError `E_STATE_DAMAGED` `E_DISK` */
  valueOf(table: KeyTable, row: number, space: number): Uint8Array {
    return this.join(table.placeOf(row), () => table.baseOf(row), table.keyOf(row), space);
  }

  /**
   * The bytes that a key has, when its last change is at a place.
   * @param base what the latest snapshot has
   * @throws BeamError `E_STATE_DAMAGED` `E_DISK`
   */
  join(last: Place, base: () => Place | undefined, key: Uint8Array, space: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    const fail = ({ file, offset }: Place, what: string) =>
      damaged(this.disk.folder, this.nameOf(file), offset, what);
    let place = last;
    let frame = this.read(place);
    for (;;) {
      const { keyStart, keyEnd, size, kind, space: found } = changeIn(frame, 0, frame.length, 0, 0);
      if (found !== space || !sameBytes(frame.subarray(keyStart, keyEnd), key)) {
        throw fail(place, 'a frame is that of another key');
      }
      pieces.push(frame.subarray(frame.length - size));
      if (kind === frameKinds.put) break;
      if (kind !== frameKinds.append) throw fail(place, 'a frame is of another kind');
      const before = placeAt(frame, keyEnd);
      if (before.file === 0) break;
      const known = this.byNumber.get(before.file);
      let next: Place | undefined = known === undefined ? base() : before;
      let bytes = next && this.read(next);
      if (known?.isSnapshot === false && epochOf(bytes!, 0) <= this.snapshotEpoch) {
        next = base();
        bytes = next && this.read(next);
      }
      if (next === undefined || (next.file === place.file && next.offset >= place.offset)) {
        throw fail(place, 'a frame points to what is not there');
      }
      place = next;
      frame = bytes!;
    }
    return pieces.length === 1 ? pieces[0]! : joined(pieces);
  }

  /** The whole frame at a place. @throws BeamError `E_STATE_DAMAGED` `E_DISK` */
  private read({ file, offset, length }: Place): Uint8Array {
    const open = this.byNumber.get(file);
    if (open === undefined) throw new BeamError('E_INTERNAL', `File ${file} of the store is closed (F2).`);
    const frame = new Uint8Array(length);
    const count = open.file.read(offset, frame);
    const isWhole = count === length && frameChecksum(frame, 0, length, open.salt) === readUint32(frame, 4);
    if (!isWhole) throw damaged(this.disk.folder, open.file.name, offset, 'a frame has a wrong checksum');
    return frame;
  }

  private nameOf(number: number): string {
    return this.byNumber.get(number)?.file.name ?? String(number);
  }
}

/** Opens a file; undefined when it is not there. @throws BeamError `E_STATE_DAMAGED` for a header that is not its own */
export function openFile(
  disk: Disk,
  kind: FileKind,
  number: number,
  store: string,
): { file: DiskFile; salt: number; isSnapshot: boolean } | undefined {
  const name = fileName(kind, number);
  const file = disk.open(name);
  if (file === undefined) return undefined;
  try {
    const bytes = new Uint8Array(FILE_HEADER);
    const { salt } = decodeHeader(bytes.subarray(0, file.read(0, bytes)), name, disk.folder, store);
    return { file, salt, isSnapshot: kind === 'snapshot' };
  } catch (thrown) {
    file.close();
    throw thrown;
  }
}

const placeAt = (bytes: Uint8Array, at: number): Place => ({
  file: readUint32(bytes, at),
  offset: readUint64(bytes, at + 4),
  length: readUint32(bytes, at + PLACE_BYTES - 4),
});

/** The pieces, of which the last is the first. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let end = whole.length;
  for (const piece of pieces) {
    end -= piece.length;
    whole.set(piece, end);
  }
  return whole;
}
