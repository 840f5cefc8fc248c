import { BeamError } from '@hornbeam/sdk/model';

/** How a schema registry is reached. */
export interface SchemaRegistryOptions {
  /** Such as `http://localhost:8081`. */
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Further headers of every request, such as an `authorization` of one's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How long one request may take, ms (default 10,000). */
  readonly timeout?: number | undefined;
}

/** A schema as the registry has it. */
export interface RegisteredSchema {
  readonly type: 'AVRO' | 'PROTOBUF' | 'JSON';
  readonly schema: string;
  readonly references: readonly SchemaReference[];
}

/** A schema that another one names. */
export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

const TIMEOUT = 10_000;

/**
 * A client of a schema registry that speaks Confluent's protocol. What it was told once it does not ask again: a schema
 * never changes under its number.
 *
 * Owns: the answers.
 */
export class SchemaRegistry {
  private readonly options: SchemaRegistryOptions;
  private readonly base: string;
  private readonly known = new Map<string, Promise<unknown>>();

  constructor(options: SchemaRegistryOptions) {
    if (!/^https?:\/\//.test(options.url)) {
      throw new BeamError('E_BAD_ARGUMENT', `"${options.url}" is no address of a schema registry.`, {
        help: "write url: 'http://localhost:8081'",
      });
    }
    this.options = options;
    this.base = options.url.replace(/\/+$/, '');
  }

  /**
   * The schema of a number.
   * @throws BeamError `E_UNAVAILABLE`, `E_AUTH`, `E_BAD_RECORD` when the registry does not know the number
   */
  schema(id: number): Promise<RegisteredSchema> {
    return this.once(`id ${id}`, async () => schemaOf(await this.ask('GET', `/schemas/ids/${id}`)));
  }

  /** A version of a subject. */
  version(subject: string, version: number): Promise<RegisteredSchema> {
    const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}`;
    return this.once(`version ${subject} ${version}`, async () => schemaOf(await this.ask('GET', path)));
  }

  /**
   * The number of a schema under a subject.
   * @param registers makes the schema a version of the subject where it is none yet; else that is an error
   * @throws BeamError `E_UNAVAILABLE`, `E_AUTH`, `E_SINK` when the registry refuses the schema, or does not know it
   */
  idOf(subject: string, type: RegisteredSchema['type'], schema: string, registers: boolean): Promise<number> {
    const path = `/subjects/${encodeURIComponent(subject)}${registers ? '/versions' : ''}`;
    return this.once(`of ${registers} ${subject} ${type} ${schema}`, async () => {
      const body = { schema, ...(type === 'AVRO' ? {} : { schemaType: type }) };
      const { id } = (await this.ask('POST', path, body)) as { id: number };
      return id;
    });
  }

  private once<R>(key: string, ask: () => Promise<R>): Promise<R> {
    const known = this.known.get(key);
    if (known !== undefined) return known as Promise<R>;
    const asked = ask();
    this.known.set(key, asked);
    // What failed may go well later.
    asked.catch(() => this.known.delete(key));
    return asked;
  }

  private async ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const { username, password, headers, timeout = TIMEOUT } = this.options;
    const login = username === undefined ? undefined : btoa(`${username}:${password ?? ''}`);
    const url = this.base + path;
    let answer: Response;
    let content: { message?: string } | undefined;
    try {
      answer = await fetch(url, {
        method,
        headers: {
          accept: 'application/vnd.schemaregistry.v1+json, application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/vnd.schemaregistry.v1+json' }),
          ...(login === undefined ? {} : { authorization: `Basic ${login}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeout),
      });
      const text = await answer.text();
      content = text.startsWith('{') ? (JSON.parse(text) as { message?: string }) : undefined;
    } catch (thrown) {
      throw new BeamError('E_UNAVAILABLE', `The schema registry at ${this.base} does not answer.`, {
        path: url,
        cause: thrown,
        help: 'check that it is up and the address is right',
      });
    }
    if (answer.ok && content !== undefined) return content;
    throw refusal(answer.status, content?.message ?? answer.statusText, method, url);
  }
}

function refusal(status: number, message: string, method: string, url: string): BeamError {
  const text = `The schema registry answers ${status}: ${message.replace(/\.$/, '')}.`;
  if (status === 401 || status === 403) {
    return new BeamError('E_AUTH', text, { path: url, help: 'check username and password of the registry' });
  }
  if (status === 429 || status >= 500) {
    return new BeamError('E_UNAVAILABLE', text, { path: url, help: "look into the registry's log" });
  }
  if (method === 'GET') {
    return new BeamError('E_BAD_RECORD', text, {
      path: url,
      help: 'check that the records were written with the schemas of this registry',
    });
  }
  return new BeamError('E_SINK', text, {
    path: url,
    help: 'register the schema, or let it be registered (register: true); it must fit those before it',
  });
}

function schemaOf(answer: unknown): RegisteredSchema {
  const {
    schemaType = 'AVRO',
    schema,
    references = [],
  } = answer as {
    schemaType?: RegisteredSchema['type'];
    schema: string;
    references?: readonly SchemaReference[];
  };
  return { type: schemaType, schema, references };
}
