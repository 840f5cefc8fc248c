/**
 * An expansion service for transforms in TypeScript, and the workers that run their steps, in this process.
 *
 * Owns: the port of the service, that of the worker pool, the steps of all that was expanded.
 *
 * Invariant: a request that cannot be answered is answered with the reason; the service stays up.
 */
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { Environment, ExternalPayload, Schema } from '@hornbeam/proto';
import {
  type DiscoverSchemaTransformRequest,
  type DiscoverSchemaTransformResponse,
  type ExpansionRequest,
  type ExpansionResponse,
  ExpansionService,
} from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import type { Offer } from '@hornbeam/sdk';
import type { LogRecord, Step } from '@hornbeam/sdk/construction';
import { CHANNEL_OPTIONS, launchHere, WORKER_CAPABILITIES, WorkerPool } from '@hornbeam/sdk/fn-api';
import { BeamError, type Coder } from '@hornbeam/sdk/model';
import { schemaPayload } from '@hornbeam/sdk/translate';
import { offeredPlan } from './offered-plan.js';

/** How an {@link ExpansionServer} is set up. */
export interface ExpansionServerSettings {
  readonly offer: Offer;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: a free one. */
  readonly port?: number;
  /** What steps log. */
  readonly log?: (record: LogRecord) => void;
}

/** See the head of this file. */
export class ExpansionServer {
  /** `host:port`. */
  readonly address: string;
  private readonly server: Server;
  private readonly pool: WorkerPool;

  private constructor(address: string, server: Server, pool: WorkerPool) {
    this.address = address;
    this.server = server;
    this.pool = pool;
  }

  /** @throws BeamError `E_SERVICE` when the port is not to be had */
  static async listen({
    offer,
    host = '127.0.0.1',
    port = 0,
    log,
  }: ExpansionServerSettings): Promise<ExpansionServer> {
    const steps = new Map<string, Step>();
    const coders = new Map<string, Coder<any>>();
    const code = async () => ({ steps, coders });
    const pool = await WorkerPool.listen({ launch: launchHere({ code, ...(log && { log }) }), host });
    const environment = Environment.create({
      urn: urns.environments.external,
      payload: ExternalPayload.encode({ endpoint: { url: pool.endpoint } }).finish(),
      capabilities: [...WORKER_CAPABILITIES],
    });
    const expand = (request: ExpansionRequest): ExpansionResponse => {
      try {
        const { components, transform, requirements, live } = offeredPlan(offer, request, environment);
        for (const [name, step] of live.steps) steps.set(name, step);
        for (const [id, coder] of live.coders) coders.set(id, coder);
        return { components, transform, requirements: [...requirements], error: '' };
      } catch (thrown) {
        const { code: number, message, help } = BeamError.from(thrown);
        return { requirements: [], error: `${number}: ${message}${help === undefined ? '' : ` (${help})`}` };
      }
    };
    const server = new Server(CHANNEL_OPTIONS);
    server.addService(ExpansionService, {
      expand(
        call: ServerUnaryCall<ExpansionRequest, ExpansionResponse>,
        done: sendUnaryData<ExpansionResponse>,
      ) {
        done(null, expand(call.request));
      },
      discoverSchemaTransform(
        _call: ServerUnaryCall<DiscoverSchemaTransformRequest, DiscoverSchemaTransformResponse>,
        done: sendUnaryData<DiscoverSchemaTransformResponse>,
      ) {
        done(null, { schemaTransformConfigs: configsOf(offer), error: '' });
      },
    });
    const bound = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, found) => {
        if (error === null) resolve(found);
        else
          reject(
            new BeamError(
              'E_SERVICE',
              `The expansion service cannot listen on ${host}:${port}: ${error.message}.`,
              {
                help: 'choose another port with --port, or end what has it',
              },
            ),
          );
      });
    }).catch(async (thrown: unknown) => {
      await pool.close();
      throw thrown;
    });
    return new ExpansionServer(`${host}:${bound}`, server, pool);
  }

  async close(): Promise<void> {
    this.server.forceShutdown();
    await this.pool.close();
  }
}

function configsOf({ transforms }: Offer): DiscoverSchemaTransformResponse['schemaTransformConfigs'] {
  return Object.fromEntries(
    Object.entries(transforms).map(([urn, { description = '', config }]) => [
      urn,
      {
        description,
        configSchema: config === undefined ? Schema.create({}) : Schema.decode(schemaPayload(config.schema)),
        inputPcollectionNames: [],
        outputPcollectionNames: [],
      },
    ]),
  );
}
