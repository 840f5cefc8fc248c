/**
 * A job that was prepared and has not been told to run.
 *
 * Owns: its staged files, until they are taken by the job that is made of it.
 *
 * Invariants:
 *  P1  files are staged at most once at a time, and count as staged when all of them have come.
 *  P2  without dependencies there is nothing to stage.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { ArtifactFilePayload, type ArtifactInformation, type Pipeline, type Struct } from '@hornbeam/proto';
import { BeamError } from '@hornbeam/sdk/model';
import type { ArtifactSource } from '@hornbeam/workers';
import type { ArtifactFolder, ArtifactStore } from './artifact-store.js';
import { GrpcRefusal } from './grpc-refusal.js';
import type { JobOptions } from './job-options.js';
import { type StagedFiles, type StagingPeer, stageFiles } from './stage-files.js';

/** What a {@link Preparation} is made of. */
export interface PreparationSettings {
  readonly id: string;
  readonly name: string;
  readonly pipeline: Pipeline;
  readonly options: Struct;
  readonly settings: JobOptions;
  /** Milliseconds since 1970. */
  readonly preparedAt: number;
}

/** See the head of this file. */
export class Preparation {
  readonly settings: PreparationSettings;
  /** Whoever has it may stage files. It begins with the id, by which it is found. */
  readonly token: string;
  private folder: ArtifactFolder | undefined;
  private staged: StagedFiles | undefined;
  private isStaging = false;
  private isRemoved = false;

  constructor(settings: PreparationSettings) {
    this.settings = settings;
    this.token = `${settings.id}.${randomBytes(18).toString('base64url')}`;
  }

  /** The id that a token is for, whether or not it is the right token. */
  static idOf(token: string): string {
    return token.slice(0, token.lastIndexOf('.'));
  }

  /** @throws GrpcRefusal `UNAUTHENTICATED` */
  checkToken(given: string): void {
    const [wanted, actual] = [Buffer.from(this.token), Buffer.from(given)];
    if (wanted.length === actual.length && timingSafeEqual(wanted, actual)) return;
    throw wrongToken();
  }

  get isStaged(): boolean {
    return (
      this.staged !== undefined || !this.environments.some(({ dependencies }) => dependencies.length > 0)
    );
  }

  /** Fetches the files. @throws GrpcRefusal @throws BeamError as `stageFiles` */
  async stage(peer: StagingPeer, store: ArtifactStore, maxBytes: number): Promise<void> {
    if (this.isStaged) return;
    if (this.isStaging) {
      throw new GrpcRefusal(status.FAILED_PRECONDITION, 'The files of this job are being staged already.');
    }
    this.isStaging = true;
    const folder = await store.open(this.settings.id).catch((thrown: unknown) => {
      this.isStaging = false;
      throw thrown;
    });
    try {
      const environments = this.settings.pipeline.components?.environments ?? {};
      const staged = await stageFiles(environments, peer, folder, maxBytes);
      if (this.isRemoved) throw new GrpcRefusal(status.NOT_FOUND, 'The job was forgotten meanwhile.');
      this.folder = folder;
      this.staged = staged;
    } catch (thrown) {
      await folder.remove();
      throw thrown;
    } finally {
      this.isStaging = false;
    }
  }

  /** The files, for workers. @throws GrpcRefusal `FAILED_PRECONDITION` before they are staged */
  artifacts(): ArtifactSource {
    if (!this.isStaged) {
      throw new GrpcRefusal(
        status.FAILED_PRECONDITION,
        `The job "${this.settings.name}" has files that were not staged. Stage them by ReverseArtifactRetrievalService with the token that Prepare gave, then run it.`,
      );
    }
    const artifacts = this.staged ?? new Map<string, readonly ArtifactInformation[]>();
    return { artifacts, read: (artifact) => this.read(artifact) };
  }

  /** Removes the files. */
  async remove(): Promise<void> {
    this.isRemoved = true;
    const { folder } = this;
    this.folder = undefined;
    await folder?.remove();
  }

  private get environments() {
    return Object.values(this.settings.pipeline.components?.environments ?? {});
  }

  private async *read({ typePayload }: ArtifactInformation): AsyncIterableIterator<Uint8Array> {
    const { sha256 } = ArtifactFilePayload.decode(typePayload);
    const isOurs = [...(this.staged?.values() ?? [])].flat().some((each) => {
      return ArtifactFilePayload.decode(each.typePayload).sha256 === sha256;
    });
    if (!isOurs || this.folder === undefined) {
      throw new BeamError('E_IO', 'A worker asks for a file that was not staged, or is gone with its job.');
    }
    yield* this.folder.read(sha256);
  }
}

/** The answer to a token that is for nothing, or not the right one. */
export const wrongToken = (): GrpcRefusal =>
  new GrpcRefusal(status.UNAUTHENTICATED, 'The token is not one that Prepare gave for this job.');
