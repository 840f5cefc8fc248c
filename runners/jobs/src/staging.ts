import { createReadStream } from 'node:fs';
import { Client, type ServiceError } from '@grpc/grpc-js';
import { ArtifactFilePayload, EmbeddedFilePayload } from '@hornbeam/proto';
import {
  type ArtifactRequestWrapper,
  ArtifactResponseWrapper,
  ArtifactStagingService,
  type GetArtifactRequest,
} from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import { CHANNEL_OPTIONS } from '@hornbeam/sdk/fn-api';
import { BeamError } from '@hornbeam/sdk/model';
import type { Patience } from './patience.js';
import { callMetadata, channelCredentials, type ServiceAccess } from './service-access.js';

/** Files are sent in parts of so many bytes. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Serves the files of a job to its service, which asks for them on a stream that the client opens.
 * @param patience told of each sign of life; its signal gives up
 * @returns the token to run the job with
 * @throws BeamError `E_SERVICE` when the service breaks off, `E_IO` for a file that cannot be read
 */
export function stageArtifacts(
  endpoint: string,
  stagingToken: string,
  patience: Pick<Patience, 'signal' | 'heard'>,
  access: ServiceAccess = {},
): Promise<string> {
  const client = new Client(endpoint, channelCredentials(access), CHANNEL_OPTIONS);
  const method = ArtifactStagingService.reverseArtifactRetrievalService;
  const stream = client.makeBidiStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    callMetadata(access),
  );
  const { signal } = patience;
  const send = (response: Partial<ArtifactResponseWrapper>): Promise<void> =>
    new Promise((resolve, reject) => {
      if (over) return reject(new BeamError('E_SERVICE', `The service at ${endpoint} broke off.`));
      if (stream.write(ArtifactResponseWrapper.create(response))) {
        resolve();
      } else {
        const stopped = (): void => {
          stream.off('drain', drained);
          reject(new BeamError('E_SERVICE', `The service at ${endpoint} broke off.`));
        };
        const drained = (): void => {
          stream.off('close', stopped);
          patience.heard();
          resolve();
        };
        stream.once('drain', drained).once('close', stopped);
      }
    });
  let failure: unknown;
  let over = false;
  let turn = Promise.resolve();
  return new Promise<string>((resolve, reject) => {
    const giveUp = (): void => {
      failure ??= signal.reason;
      stream.cancel();
    };
    const ended = (): void => {
      over = true;
      signal.removeEventListener('abort', giveUp);
      client.close();
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
    stream.on('data', (request: ArtifactRequestWrapper) => {
      patience.heard();
      // One after the other: the service takes answers for those of its last question.
      turn = turn
        .then(() => answer(request, send))
        .catch((thrown: unknown) => {
          failure ??= thrown;
          stream.cancel();
        });
    });
    stream.on('error', (error: ServiceError) => {
      ended();
      const broke = new BeamError(
        'E_SERVICE',
        `The service at ${endpoint} did not take the job's files: ${error.details}.`,
        {
          cause: error,
          help: 'its own log says more',
        },
      );
      reject(failure ?? broke);
    });
    stream.on('end', () => {
      stream.end();
      ended();
      resolve(stagingToken);
    });
    send({ stagingToken }).catch(reject);
  });
}

async function answer(
  { resolveArtifact, getArtifact }: ArtifactRequestWrapper,
  send: (response: Partial<ArtifactResponseWrapper>) => Promise<void>,
): Promise<void> {
  if (resolveArtifact !== undefined) {
    await send({ isLast: true, resolveArtifactResponse: { replacements: resolveArtifact.artifacts } });
    return;
  }
  if (getArtifact === undefined) return;
  for await (const data of chunksOf(getArtifact))
    await send({ isLast: false, getArtifactResponse: { data } });
  // An empty part of its own: some services throw away data that comes with the end.
  await send({ isLast: true, getArtifactResponse: { data: new Uint8Array() } });
}

async function* chunksOf({ artifact }: GetArtifactRequest): AsyncIterableIterator<Uint8Array> {
  const { typeUrn, typePayload } = artifact!;
  if (typeUrn === urns.artifactTypes.embedded) {
    const { data } = EmbeddedFilePayload.decode(typePayload);
    for (let at = 0; at < data.length; at += CHUNK_BYTES) yield data.subarray(at, at + CHUNK_BYTES);
    return;
  }
  const { path } = ArtifactFilePayload.decode(typePayload);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }))
      yield chunk as Uint8Array;
  } catch (thrown) {
    throw BeamError.from(thrown, 'E_IO', { path });
  }
}
