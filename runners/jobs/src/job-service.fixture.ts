import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerWritableStream,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import {
  type ArtifactRequestWrapper,
  type ArtifactResponseWrapper,
  ArtifactStagingService,
  type JobMessagesResponse,
  JobService,
  JobState,
} from '@hornbeam/proto/services';

/** How a method answers. */
export type Answer<T = unknown> = (error: { code: number; details: string } | null, value?: T) => void;

/** The service's end of the stream on which it asks for files. */
export type StagingStream = ServerDuplexStream<ArtifactResponseWrapper, ArtifactRequestWrapper>;

/** What a {@link FakeJobService} is told to do otherwise than well. */
export interface Misbehaviour {
  /** What never answers. */
  readonly frozen?: readonly (keyof typeof JobService | 'reverseArtifactRetrievalService')[];
  readonly methods?: UntypedServiceImplementation;
  readonly staging?: (stream: StagingStream) => void;
}

/** A job service that takes any job and runs it until it is told how it ends. */
export class FakeJobService {
  readonly endpoint: string;
  /** Names of the calls, as they came. */
  readonly calls: string[] = [];
  private readonly server: Server;
  private readonly streams = new Set<ServerWritableStream<unknown, JobMessagesResponse>>();
  private state: JobState = JobState.RUNNING;

  private constructor(server: Server, endpoint: string) {
    this.server = server;
    this.endpoint = endpoint;
  }

  static async start(behaviour: Misbehaviour = {}): Promise<FakeJobService> {
    const server = new Server();
    let service!: FakeJobService;
    const frozen = new Set<string>(behaviour.frozen);
    const said = (name: string, value: () => unknown) => (_call: unknown, answer: Answer<unknown>) => {
      service.came(name);
      if (!frozen.has(name)) answer(null, value());
    };
    const { getState, getMessageStream, cancel, getJobMetrics, prepare, run } = JobService;
    server.addService({ getState, getMessageStream, cancel, getJobMetrics, prepare, run } as never, {
      prepare: said('prepare', () => ({ preparationId: 'p', stagingSessionToken: 'token' })),
      run: said('run', () => ({ jobId: 'job' })),
      getState: said('getState', () => ({ state: service.state })),
      getJobMetrics: said('getJobMetrics', () => ({})),
      cancel: said('cancel', () => {
        service.end(JobState.CANCELLED);
        return { state: JobState.CANCELLED };
      }),
      getMessageStream: (stream: ServerWritableStream<unknown, JobMessagesResponse>) => {
        service.came('getMessageStream');
        service.streams.add(stream);
        if (service.state !== JobState.RUNNING) service.end(service.state);
        stream.on('cancelled', () => service.streams.delete(stream));
      },
      ...Object.fromEntries(
        Object.entries(behaviour.methods ?? {}).map(([name, method]) => [
          name,
          (call: never, answer: never) => {
            service.came(name);
            (method as (call: never, answer: never) => void)(call, answer);
          },
        ]),
      ),
    });
    server.addService(
      { reverseArtifactRetrievalService: ArtifactStagingService.reverseArtifactRetrievalService } as never,
      {
        reverseArtifactRetrievalService: (stream: StagingStream) => {
          service.came('reverseArtifactRetrievalService');
          stream.on('error', () => undefined);
          if (!frozen.has('reverseArtifactRetrievalService')) behaviour.staging?.(stream);
        },
      },
    );
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      ),
    );
    service = new FakeJobService(server, `127.0.0.1:${port}`);
    return service;
  }

  /** Ends the job. */
  end(state: JobState): void {
    this.state = state;
    for (const stream of this.streams) {
      stream.write({ stateResponse: { state, timestamp: undefined } });
      stream.end();
    }
  }

  close(): void {
    this.server.forceShutdown();
  }

  private came(name: string): void {
    this.calls.push(name);
  }
}
