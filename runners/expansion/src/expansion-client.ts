import { Client, credentials, status } from '@grpc/grpc-js';
import type { Schema } from '@hornbeam/proto';
import {
  DiscoverSchemaTransformRequest,
  type DiscoverSchemaTransformResponse,
  ExpansionRequest,
  type ExpansionResponse,
  ExpansionService,
  type Method,
  type SchemaTransformConfig,
} from '@hornbeam/proto/services';
import { CHANNEL_OPTIONS } from '@hornbeam/sdk/fn-api';
import { BeamError } from '@hornbeam/sdk/model';

/** How long a service may take to answer, ms: it may start workers, or read the schema of a database. */
const ANSWER_MILLIS = 120_000;

/** A transform that an expansion service offers. */
export interface OfferedTransform {
  readonly identifier: string;
  readonly description: string;
  readonly configSchema: Schema | undefined;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Speaks to one expansion service. */
export class ExpansionClient {
  readonly endpoint: string;
  private readonly client: Client;

  constructor(endpoint: string) {
    this.endpoint = endpoint;
    this.client = new Client(endpoint, credentials.createInsecure(), CHANNEL_OPTIONS);
  }

  /** What a transform is made of. @throws BeamError `E_EXPANSION` with the service's own words */
  async expand(request: Partial<ExpansionRequest>): Promise<ExpansionResponse> {
    const response = await this.call(ExpansionService.expand, ExpansionRequest.create(request));
    if (response.error === '') return response;
    throw new BeamError(
      'E_EXPANSION',
      `The expansion service at ${this.endpoint} refuses: ${response.error.trim()}`,
      {
        help: 'compare the transform and its arguments with what the service takes; beam-run transforms lists those that have schemas',
      },
    );
  }

  /** The transforms with schemas that the service offers. @throws BeamError `E_EXPANSION` */
  async offered(): Promise<readonly OfferedTransform[]> {
    const request = DiscoverSchemaTransformRequest.create({});
    const response: DiscoverSchemaTransformResponse = await this.call(
      ExpansionService.discoverSchemaTransform,
      request,
    );
    if (response.error !== '') {
      throw new BeamError(
        'E_EXPANSION',
        `The expansion service at ${this.endpoint} lists nothing: ${response.error}`,
      );
    }
    const entries: [string, SchemaTransformConfig][] = Object.entries(response.schemaTransformConfigs);
    return entries
      .map(([identifier, { description, configSchema, inputPcollectionNames, outputPcollectionNames }]) => ({
        identifier,
        description,
        configSchema,
        inputs: inputPcollectionNames,
        outputs: outputPcollectionNames,
      }))
      .sort((a, b) => (a.identifier < b.identifier ? -1 : 1));
  }

  close(): void {
    this.client.close();
  }

  private call<Q, R>(method: Method<Q, R>, request: Q): Promise<R> {
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        { deadline: Date.now() + ANSWER_MILLIS },
        (error, response) => {
          if (error === null) {
            resolve(response as R);
            return;
          }
          if (error.code === status.UNIMPLEMENTED) {
            reject(
              new BeamError('E_EXPANSION', `The expansion service at ${this.endpoint} cannot do that.`, {
                help: "Python's lists no transforms: name the class or function, with pythonTransform('…')",
                cause: error,
              }),
            );
            return;
          }
          reject(
            new BeamError(
              'E_EXPANSION',
              `The expansion service at ${this.endpoint} does not answer: ${error.details || error.message}.`,
              { help: 'check that it is up, and see its log', cause: error },
            ),
          );
        },
      );
    });
  }
}
