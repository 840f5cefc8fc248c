/**
 * The file `manifest`: which files make up the store, and who owns it. It is written anew under another name, synced,
 * renamed, and the folder synced. One frame of JSON.
 */
import { BeamError } from '@hornbeam/sdk/model';
import type { Disk } from './disk.js';
import { damaged, decodeHeader, encodeHeader, FILE_HEADER } from './file-header.js';
import { frameKinds, wholeFrame } from './frame.js';
import { FrameReader } from './frame-reader.js';

/** A file of the log. */
export interface ManifestSegment {
  /** Number of the file. */
  readonly file: number;
  /** The last epoch before its first. */
  readonly after: number;
  /** The chain there. */
  readonly chain: string;
  /** Bytes that count; undefined while it is written to. */
  readonly length?: number;
}

/** Everything there was after an epoch, in files of its own. */
export interface ManifestSnapshot {
  readonly epoch: number;
  /** When the epoch was committed, ms since 1970. */
  readonly at: number;
  /** The chain after the epoch. */
  readonly chain: string;
  readonly files: readonly ManifestPart[];
}

/** A file of a snapshot. */
export interface ManifestPart {
  /** Number of the file. */
  readonly file: number;
  readonly length: number;
  /** Over its frames, from its beginning. */
  readonly chain: string;
}

/** What the manifest says. */
export interface Manifest {
  /** Who may write: it grows by one with every owner. */
  readonly owner: number;
  /** 16 hexadecimal digits. */
  readonly store: string;
  /** The number that the next file gets. */
  readonly nextFile: number;
  /** Oldest first. */
  readonly snapshots: readonly ManifestSnapshot[];
  /** Oldest first, without gaps. */
  readonly log: readonly ManifestSegment[];
}

const NAME = 'manifest';

/** What the manifest is written as before it is renamed. */
export const MANIFEST_DRAFT = 'manifest.new';

/** Replaces the manifest. @throws BeamError `E_DISK` */
export async function writeManifest(disk: Disk, manifest: Manifest): Promise<void> {
  const { owner, store } = manifest;
  const { bytes, salt } = encodeHeader({ kind: 'manifest', number: 0, owner, store });
  const payload = new TextEncoder().encode(JSON.stringify(manifest));
  const file = await disk.create(MANIFEST_DRAFT);
  try {
    await file.append([bytes, wholeFrame(frameKinds.manifest, 0, payload, salt)]);
    await file.sync();
  } finally {
    file.close();
  }
  await disk.rename(MANIFEST_DRAFT, NAME);
  await disk.syncFolder();
}

/**
 * Reads the manifest; undefined where there is none.
 * @throws BeamError `E_STATE_DAMAGED`, `E_STATE_DIR` for a newer version, `E_DISK`
 */
export function readManifest(disk: Disk): Manifest | undefined {
  const file = disk.open(NAME);
  if (file === undefined) return undefined;
  try {
    const bytes = new Uint8Array(FILE_HEADER);
    const { salt, owner, store } = decodeHeader(
      bytes.subarray(0, file.read(0, bytes)),
      NAME,
      disk.folder,
      undefined,
    );
    const frames = new FrameReader(file, FILE_HEADER, file.length, salt);
    if (!frames.next() || frames.kind !== frameKinds.manifest) {
      throw damaged(disk.folder, NAME, frames.offset, frames.problem ?? 'it is not whole');
    }
    const payload = frames.bytes.subarray(frames.start + 16, frames.start + frames.length);
    const manifest = JSON.parse(new TextDecoder().decode(payload)) as Manifest;
    if (frames.next() || frames.problem !== undefined || manifest.owner !== owner) {
      throw damaged(disk.folder, NAME, frames.offset, 'there is more in it than a manifest');
    }
    return { ...manifest, store };
  } finally {
    file.close();
  }
}

/** Who the manifest says may write. @throws BeamError `E_FENCED` when it is not `owner`; as {@link readManifest} */
export function checkOwner(disk: Disk, owner: number): void {
  const file = disk.open(NAME);
  const bytes = new Uint8Array(FILE_HEADER);
  try {
    const count = file?.read(0, bytes) ?? 0;
    if (
      file !== undefined &&
      decodeHeader(bytes.subarray(0, count), NAME, disk.folder, undefined).owner === owner
    ) {
      return;
    }
  } finally {
    file?.close();
  }
  throw new BeamError('E_FENCED', `Another run has taken over the state directory ${disk.folder}.`, {
    path: disk.folder,
    help: 'let one of the two runs go on; give runs that are meant to go on side by side directories of their own',
  });
}
