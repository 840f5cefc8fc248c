import { type ServerDuplexStream, status } from '@grpc/grpc-js';
import { ArtifactRequestWrapper, type ArtifactResponseWrapper } from '@hornbeam/proto/services';
import { GrpcRefusal } from './grpc-refusal.js';
import { messageOf, type Received } from './lenient-methods.js';
import type { StagingPeer } from './stage-files.js';

/** The service's end of the stream on which it asks for files. */
export type StagingCall = ServerDuplexStream<Received<ArtifactResponseWrapper>, ArtifactRequestWrapper>;

/** A client on a stream as a {@link StagingPeer}. */
export function peerOn(call: StagingCall): StagingPeer {
  // The stream outlives what the client says on it: the status is still to be sent.
  const messages = call.iterator({ destroyOnReturn: false }) as AsyncIterator<
    Received<ArtifactResponseWrapper>
  >;
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (call.cancelled || call.destroyed) return reject(brokeOff());
        call.write(ArtifactRequestWrapper.create(request), (error: Error | null | undefined) => {
          if (error == null) resolve();
          else reject(brokeOff());
        });
      }),
    answer: async () => {
      let next: IteratorResult<Received<ArtifactResponseWrapper>>;
      try {
        next = await messages.next();
      } catch {
        throw brokeOff();
      }
      if (call.cancelled) throw brokeOff();
      return next.done === true ? undefined : messageOf(next.value);
    },
  };
}

const brokeOff = (): GrpcRefusal =>
  new GrpcRefusal(status.CANCELLED, 'The client broke off before all files were staged.');
