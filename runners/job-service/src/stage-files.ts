import { status } from '@grpc/grpc-js';
import { ArtifactFilePayload, ArtifactInformation, type Environment } from '@hornbeam/proto';
import type { ArtifactRequestWrapper, ArtifactResponseWrapper } from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import type { ArtifactFolder } from './artifact-store.js';
import { GrpcRefusal } from './grpc-refusal.js';
import { fileFacts, stagedNameOf } from './staged-name.js';

/** The client that has the files, and answers questions one after the other. */
export interface StagingPeer {
  ask(request: Partial<ArtifactRequestWrapper>): Promise<void>;
  /** The next message; undefined when the client has ended its side. Rejects when it broke off. */
  answer(): Promise<ArtifactResponseWrapper | undefined>;
}

/** The files of a job by environment, each described as a file called by its hash. */
export type StagedFiles = ReadonlyMap<string, readonly ArtifactInformation[]>;

/**
 * Fetches the files of all environments from a client: asks what each dependency is made of, then for the bytes.
 * @param maxBytes of all files together
 * @throws GrpcRefusal when the client breaks off, answers something else, or sends too much
 * @throws BeamError `E_BAD_PLAN` for names that lead out of their folder, `E_IO`
 */
export async function stageFiles(
  environments: Readonly<Record<string, Environment>>,
  peer: StagingPeer,
  folder: ArtifactFolder,
  maxBytes: number,
): Promise<StagedFiles> {
  const staged = new Map<string, readonly ArtifactInformation[]>();
  // Environments that share a file have it fetched once.
  const fetched = new Map<string, string>();
  let left = maxBytes;
  const count = (bytes: number): void => {
    left -= bytes;
    if (left >= 0) return;
    throw new GrpcRefusal(status.RESOURCE_EXHAUSTED, `The files of the job are more than ${maxBytes} bytes.`);
  };
  for (const [environment, { dependencies }] of Object.entries(environments)) {
    if (dependencies.length === 0) continue;
    await peer.ask({ resolveArtifact: { artifacts: dependencies, preferredUrns: [] } });
    const { resolveArtifactResponse } = await answerOf(peer);
    if (resolveArtifactResponse === undefined) throw outOfOrder('what the dependencies are made of');
    const files: ArtifactInformation[] = [];
    for (const artifact of resolveArtifactResponse.replacements) {
      stagedNameOf(artifact);
      const key = `${artifact.typeUrn} ${Buffer.from(artifact.typePayload).toString('base64')}`;
      const sha256 = fetched.get(key) ?? (await fetchFile(artifact, peer, folder, count));
      fetched.set(key, sha256);
      files.push(described(artifact, sha256));
    }
    staged.set(environment, files);
  }
  return staged;
}

async function fetchFile(
  artifact: ArtifactInformation,
  peer: StagingPeer,
  folder: ArtifactFolder,
  count: (bytes: number) => void,
): Promise<string> {
  const expected = fileFacts(artifact).sha256;
  await peer.ask({ getArtifact: { artifact } });
  const sha256 = await folder.write(chunksFrom(peer, count));
  if (expected !== '' && expected !== sha256) {
    throw new GrpcRefusal(
      status.INVALID_ARGUMENT,
      `A file is not what the plan says: its SHA-256 is ${sha256}, not ${expected}. It was changed after the plan was made.`,
    );
  }
  return sha256;
}

async function* chunksFrom(
  peer: StagingPeer,
  count: (bytes: number) => void,
): AsyncIterableIterator<Uint8Array> {
  for (;;) {
    const { getArtifactResponse, isLast } = await answerOf(peer);
    // The end may come in a message that holds nothing else.
    if (getArtifactResponse === undefined && !isLast) throw outOfOrder('the bytes of a file');
    const data = getArtifactResponse?.data;
    if (data !== undefined && data.length > 0) {
      count(data.length);
      yield data;
    }
    if (isLast) return;
  }
}

/** What workers are told: which file, and what it is for, as the plan said. */
function described(artifact: ArtifactInformation, sha256: string): ArtifactInformation {
  const { roleUrn, rolePayload } = artifact;
  const path = `${sha256}/${fileFacts(artifact).name || sha256}`;
  return ArtifactInformation.create({
    typeUrn: urns.artifactTypes.file,
    typePayload: ArtifactFilePayload.encode({ path, sha256 }).finish(),
    roleUrn,
    rolePayload,
  });
}

async function answerOf(peer: StagingPeer): Promise<ArtifactResponseWrapper> {
  const answer = await peer.answer();
  if (answer !== undefined) return answer;
  throw new GrpcRefusal(status.FAILED_PRECONDITION, 'The client ended before all files were staged.');
}

const outOfOrder = (wanted: string): GrpcRefusal =>
  new GrpcRefusal(status.INVALID_ARGUMENT, `The client was asked for ${wanted} and answered something else.`);
