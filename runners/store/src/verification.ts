import { BeamError } from '@hornbeam/sdk/model';
import type { Disk, DiskFile } from './disk.js';
import { type Damage, FILE_HEADER, type FileKind, fileName } from './file-header.js';
import { FrameReader } from './frame-reader.js';
import { IndexSource } from './index-file.js';
import type { Manifest } from './manifest.js';
import { recover } from './recovery.js';
import { openFile } from './store-files.js';
import { walkLog, walkPart } from './walk.js';

/** Reads every byte of a store. @returns each damaged place, in the order of the files */
export function verifyStore(disk: Disk, manifest: Manifest): readonly Damage[] {
  const verification = new Verification(disk, manifest);
  verification.run();
  return verification.found;
}

class Verification {
  readonly found: Damage[] = [];

  constructor(
    private readonly disk: Disk,
    private readonly manifest: Manifest,
  ) {}

  run(): void {
    const { disk, manifest } = this;
    const { folder } = disk;
    for (const { files, epoch } of manifest.snapshots) {
      for (const part of files) {
        this.look('snapshot', part.file, part.length, (file, salt) =>
          walkPart(folder, file, salt, part, epoch),
        );
        this.lookAtIndex(part.file, { length: part.length, chain: part.chain, after: epoch - 1 });
      }
    }
    manifest.log.forEach((segment, i) => {
      const next = manifest.log[i + 1];
      this.look('log', segment.file, segment.length, (file, salt) => {
        const end = walkLog(folder, file, salt, segment);
        if (next !== undefined && (end.epoch !== next.after || end.chain !== next.chain)) {
          this.note('log', segment.file, end.length, 'the file behind it does not follow from it');
        }
      });
      if (next === undefined || segment.length === undefined) return;
      this.lookAtIndex(segment.file, { length: segment.length, chain: next.chain, after: segment.after });
    });
    if (this.found.some(({ isData }) => isData)) return;
    // Every file is whole: now whether they fit together, and every value can be read.
    this.attempt(() => this.readAll());
  }

  private readAll(): void {
    const { index, files } = recover(this.disk, this.manifest);
    try {
      for (const { table, number } of index.spaces()) {
        for (let row = 0; row < table.rows; row++) {
          if (table.file[row] !== 0) this.attempt(() => void files.valueOf(table, row, number));
        }
      }
    } finally {
      files.close();
    }
  }

  /** Walks a file; where it is damaged, every further place too. */
  private look(
    kind: 'log' | 'snapshot',
    number: number,
    length: number | undefined,
    walk: (file: DiskFile, salt: number) => void,
  ): void {
    this.attempt(() => {
      const opened = openFile(this.disk, kind, number, this.manifest.store);
      if (opened === undefined) return this.note(kind, number, 0, 'the file is missing');
      const { file, salt } = opened;
      try {
        const before = this.found.length;
        this.attempt(() => walk(file, salt));
        if (this.found.length > before) this.lookBehind(file, salt, length, this.found.at(-1)!.offset);
        if (length !== undefined && file.length < length) {
          this.note(kind, number, file.length, `bytes are missing: it should have ${length}`);
        }
      } finally {
        file.close();
      }
    });
  }

  /** The damaged places behind the first of a file. */
  private lookBehind(file: DiskFile, salt: number, length = file.length, first: number): void {
    const frames = new FrameReader(file, Math.max(first, FILE_HEADER), length, salt);
    let isFirst = true;
    for (;;) {
      while (frames.next()) isFirst = false;
      if (frames.problem === undefined) return;
      const { offset, problem } = frames;
      const isNew = !isFirst || offset !== first;
      if (isNew) this.found.push({ file: file.name, offset, what: problem, isData: true });
      isFirst = false;
      if (!frames.resync()) return;
    }
  }

  private lookAtIndex(number: number, about: { length: number; chain: string; after: number }): void {
    const source = IndexSource.open(this.disk, this.manifest.store, { number, ...about });
    source?.close();
    if (source === undefined) {
      this.note('index', number, 0, 'it is missing or not whole: its file is read in its place', false);
    }
  }

  private attempt(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      if (!(thrown instanceof BeamError) || thrown.code !== 'E_STATE_DAMAGED') throw thrown;
      this.found.push(thrown.cause as Damage);
    }
  }

  private note(kind: FileKind, number: number, offset: number, what: string, isData = true): void {
    this.found.push({ file: fileName(kind, number), offset, what, isData });
  }
}
