import type { Disk, DiskFile } from './disk.js';
import { EpochChain } from './epoch-chain.js';
import { encodeHeader, fileName } from './file-header.js';
import { DURABLE_FRAME, FRAME_HEADER, frameKinds, SIGN, wholeFrame, writeUint32 } from './frame.js';
import { IndexWriter } from './index-file.js';

/** The file of the log that is written to. */
export class LogWriter {
  readonly file: DiskFile;
  readonly number: number;
  readonly salt: number;
  readonly chain: EpochChain;
  readonly index: IndexWriter;
  /** Bytes that are durable: all but the mark of the last epoch. */
  durableLength: number;

  private constructor(file: DiskFile, number: number, salt: number, chain: string, index: IndexWriter) {
    this.file = file;
    this.number = number;
    this.salt = salt;
    this.chain = new EpochChain(chain);
    this.index = index;
    this.durableLength = file.length;
  }

  /** A new file, durable and empty, which no manifest names yet. @throws BeamError `E_DISK` */
  static async create(
    disk: Disk,
    { number, owner, store, chain }: { number: number; owner: number; store: string; chain: string },
  ): Promise<LogWriter> {
    const { bytes, salt } = encodeHeader({ kind: 'log', number, owner, store });
    const file = await disk.create(fileName('log', number));
    try {
      await file.append([bytes]);
      await file.sync();
      const index = await IndexWriter.create(disk, number, owner, store);
      await disk.syncFolder();
      return new LogWriter(file, number, salt, chain, index);
    } catch (thrown) {
      file.close();
      throw thrown;
    }
  }

  /** Makes an epoch durable. @throws BeamError `E_DISK` */
  async write(parts: readonly Uint8Array[]): Promise<void> {
    await this.file.append(parts);
    await this.file.sync();
    this.durableLength = this.file.length;
  }

  /** Notes that the sync of an epoch has returned: without it damage to the last epoch would look like a torn end. */
  async markDurable(epoch: number): Promise<void> {
    const payload = new Uint8Array(DURABLE_FRAME - FRAME_HEADER);
    writeUint32(payload, 0, SIGN);
    this.chain.writeTo(payload, 4);
    await this.file.append([wholeFrame(frameKinds.durable, epoch, payload, this.salt)]);
  }

  /** Nothing is appended any more: the next owner need not read the file. @throws BeamError `E_DISK` */
  async end(): Promise<void> {
    await this.file.sync();
    this.durableLength = this.file.length;
    await this.index.end(this.file.length, this.chain, false);
  }
}
