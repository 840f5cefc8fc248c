import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ArtifactFilePayload, type ArtifactInformation, ArtifactStagingToRolePayload } from '@hornbeam/proto';
import { ArtifactRetrievalService, type GetArtifactResponse } from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '../../model/errors.js';
import { type Endpoints, unreachable } from './endpoint.js';
import type { StagedFile } from './worker-code.js';

/** Which files are to be fetched, and where they go. */
export interface StagedFiles {
  readonly endpoints: Endpoints;
  /** Of the service that has them, `host:port`. */
  readonly address: string | undefined;
  readonly files: readonly ArtifactInformation[];
  /** Made where it is not there. */
  readonly dir: string;
}

/**
 * Fetches the files that were staged for a worker, under the names that they were staged to.
 * @throws BeamError `E_SERVICE` when the runner does not give them, `E_IO` when they cannot be written or are not what was
 *   staged, `E_BAD_PLAN` for names that lead out of the folder
 */
export async function fetchStagedFiles({
  endpoints,
  address,
  files,
  dir,
}: StagedFiles): Promise<StagedFile[]> {
  if (files.length === 0) return [];
  if (!address) {
    throw new BeamError('E_SERVICE', 'The runner has files for the worker, and does not say where.', {
      help: 'start the worker with --artifact_endpoint=<host:port>',
    });
  }
  const { replacements } = await endpoints.call(address, ArtifactRetrievalService.resolveArtifacts, {
    artifacts: [...files],
    preferredUrns: [],
  });
  const staged: StagedFile[] = [];
  for (const artifact of replacements) {
    const name = stagedName(artifact);
    const path = join(dir, name);
    await fetchFile(endpoints, address, artifact, path);
    staged.push({ name, path });
  }
  return staged;
}

/** The name of a file below the folder. @throws BeamError `E_BAD_PLAN` */
function stagedName({ roleUrn, rolePayload, typeUrn, typePayload }: ArtifactInformation): string {
  const given =
    roleUrn === urns.artifactRoles.stagingTo
      ? ArtifactStagingToRolePayload.decode(rolePayload).stagedName
      : typeUrn === urns.artifactTypes.file
        ? (ArtifactFilePayload.decode(typePayload).path.split(/[\\/]/).at(-1) ?? '')
        : '';
  const name = normalize(given);
  const leadsOut = name.split(/[\\/]/).includes('..') || isAbsolute(name) || /^[a-z]:/i.test(name);
  if (given === '' || name === '.' || name.endsWith(sep) || leadsOut || name.includes('\0')) {
    throw new BeamError('E_BAD_PLAN', `A file is staged under the name "${given}", which is not allowed.`, {
      help: 'names of staged files stay below the folder that they are staged to',
    });
  }
  return name;
}

async function fetchFile(
  endpoints: Endpoints,
  address: string,
  artifact: ArtifactInformation,
  path: string,
): Promise<void> {
  const hash = createHash('sha256');
  const chunks = endpoints.stream(address, ArtifactRetrievalService.getArtifact, { artifact });
  const source = Readable.from(hashed(chunks, address, hash), { objectMode: false });
  try {
    await mkdir(dirname(path), { recursive: true });
    await pipeline(source, createWriteStream(path));
  } catch (thrown) {
    throw BeamError.from(thrown, 'E_IO', { path });
  }
  const expected =
    artifact.typeUrn === urns.artifactTypes.file
      ? ArtifactFilePayload.decode(artifact.typePayload).sha256.toLowerCase()
      : '';
  const found = hash.digest('hex');
  if (expected !== '' && expected !== found) {
    throw new BeamError('E_IO', `A staged file is not what was staged: its SHA-256 is ${found}.`, {
      path,
      help: `${expected} was expected: submit the job again, and look at who writes to the folder of staged files`,
    });
  }
}

async function* hashed(
  chunks: AsyncIterable<GetArtifactResponse>,
  address: string,
  hash: ReturnType<typeof createHash>,
): AsyncIterableIterator<Uint8Array> {
  try {
    for await (const { data } of chunks) {
      hash.update(data);
      yield data;
    }
  } catch (thrown) {
    throw unreachable(address, thrown as Error);
  }
}
