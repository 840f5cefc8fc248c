import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BeamError } from '@hornbeam/sdk/model';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { avroFormat } from './avro.js';
import { bytesFormat } from './bytes.js';
import type { Format } from './format.js';
import { jsonFormat } from './json.js';
import { protobufFormat } from './protobuf.js';
import { SchemaRegistry } from './schema-registry.js';
import { stringFormat } from './string.js';
import { withSchema } from './with-schema.js';

const place = { topic: 'orders', part: 'value' } as const;
const back = async <T>(format: Format<T>, value: T): Promise<T> =>
  format.decode(await format.encode(value, place), place);

const ORDER = {
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'cents', type: 'long' },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'raw', type: 'bytes', default: '' },
    {
      name: 'lines',
      type: {
        type: 'array',
        items: { type: 'record', name: 'Line', fields: [{ name: 'sku', type: 'string' }] },
      },
    },
  ],
};
const order = { id: 'a', cents: 120, note: null, raw: Buffer.from([1, 2]), lines: [{ sku: 'x' }] };

const PROTO = `syntax = "proto3";
package shop;
message Customer { string name = 1; }
message Order {
  message Line { string sku = 1; int32 count = 2; }
  string id = 1;
  int64 cents = 2;
  State state = 3;
  repeated Line lines = 4;
}
enum State { OPEN = 0; PAID = 1; }
`;
const paid = { id: 'a', cents: '9007199254740993', state: 'PAID', lines: [{ sku: 'x', count: 2 }] };

describe('formats', () => {
  test('text, JSON and bytes come back as they were', async () => {
    expect(await back(stringFormat(), 'grün')).toBe('grün');
    expect(await back(jsonFormat(), { a: [1, null] })).toEqual({ a: [1, null] });
    expect(await back(bytesFormat(), new Uint8Array([0, 255]))).toEqual(new Uint8Array([0, 255]));
  });

  test('what is no text, no JSON or no bytes is refused', () => {
    expect(() => stringFormat().decode(new Uint8Array([0xff]), place)).toThrow();
    expect(() => jsonFormat().decode(Buffer.from('{'), place)).toThrow('JSON');
    expect(() => jsonFormat().encode(undefined, place)).toThrow('undefined');
    expect(() => bytesFormat().encode('a' as never, place)).toThrow('string');
    expect(() => stringFormat().encode(1 as never, place)).toThrow('number');
  });

  test('Avro gives plain objects', async () => {
    const read = await back(avroFormat({ schema: ORDER }), order);
    expect(read).toEqual(order);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(avroFormat({ schema: 'long' }).decode(Buffer.from([2]), place)).toBe(1);
  });

  test('Avro refuses what does not fit its schema, on both ways', () => {
    const format = avroFormat({ schema: ORDER });
    expect(() => format.encode({ id: 1 }, place)).toThrow();
    expect(() => format.decode(Buffer.from([2]), place)).toThrow();
    expect(() => avroFormat({ schema: 'int' }).decode(Buffer.from([2, 2]), place)).toThrow(
      '1 bytes are left',
    );
    expect(() => avroFormat({ schema: { type: 'nothing' } })).toThrow(BeamError);
    expect(() => avroFormat({})).toThrow(BeamError);
  });

  test('Protobuf gives plain objects with names of enums and all digits of long numbers', async () => {
    const format = protobufFormat({ proto: PROTO, message: 'shop.Order' });
    expect(await back(format, paid)).toEqual(paid);
    expect(await back(format, { id: 'b' })).toEqual({ id: 'b', cents: '0', state: 'OPEN', lines: [] });
    expect(await back(protobufFormat({ proto: PROTO }), { name: 'first' })).toEqual({ name: 'first' });
    expect(() => format.encode({ lines: 'x' }, place)).toThrow('lines: array');
    expect(() => protobufFormat({ proto: PROTO, message: 'shop.None' })).toThrow(BeamError);
    expect(() => protobufFormat({ proto: 'message' })).toThrow(BeamError);
    expect(() => protobufFormat({})).toThrow(BeamError);
  });
});

/** A small registry: subjects with versions, numbers for schemas. */
class SmallRegistry {
  readonly schemas: { schema: string; schemaType?: string; references?: object[] }[] = [];
  readonly subjects = new Map<string, number[]>();
  readonly asked: string[] = [];
  status = 200;
  private server: Server | undefined;

  async listen(): Promise<string> {
    this.server = createServer((request, response) => {
      void this.answer(request).then(([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
        response.end(JSON.stringify(body));
      });
    });
    await new Promise<void>((done) => this.server?.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  private async answer(request: IncomingMessage): Promise<[number, object]> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method, url = '' } = request;
    this.asked.push(`${method} ${url}`);
    if (this.status !== 200) return [this.status, { message: 'not now' }];
    if (request.headers.authorization !== `Basic ${btoa('ann:secret')}`) return [401, { message: 'who' }];
    const body = parts.length === 0 ? undefined : JSON.parse(Buffer.concat(parts).toString());
    const [, id] = /^\/schemas\/ids\/(\d+)$/.exec(url) ?? [];
    if (id !== undefined) {
      const found = this.schemas[Number(id) - 1];
      return found ? [200, found] : [404, { error_code: 40403, message: 'Schema not found' }];
    }
    const [, subject = '', versions, version] =
      /^\/subjects\/([^/]+)(\/versions)?(?:\/(\d+))?$/.exec(url) ?? [];
    const ids = this.subjects.get(subject) ?? [];
    if (version !== undefined) return [200, this.schemas[(ids[Number(version) - 1] ?? 0) - 1] ?? {}];
    const known = ids.find((each) => this.schemas[each - 1]?.schema === body.schema);
    if (known !== undefined) return [200, { id: known }];
    if (versions === undefined) return [404, { error_code: 40403, message: 'Schema not found' }];
    this.schemas.push(body);
    this.subjects.set(subject, [...ids, this.schemas.length]);
    return [200, { id: this.schemas.length }];
  }
}

describe('formats with a schema registry', () => {
  let small: SmallRegistry;
  let registry: SchemaRegistry;

  beforeEach(async () => {
    small = new SmallRegistry();
    registry = new SchemaRegistry({ url: `${await small.listen()}/`, username: 'ann', password: 'secret' });
  });
  afterEach(() => small.close());

  test('a value begins with a zero and the number of its schema', async () => {
    const bytes = await avroFormat({ schema: 'string', registry, register: true }).encode('a', place);
    expect([...bytes]).toEqual([0, 0, 0, 0, 1, 2, 97]);
    expect(small.subjects).toEqual(new Map([['orders-value', [1]]]));
  });

  test('whoever reads needs no schema, and asks once for each', async () => {
    const writer = avroFormat<unknown>({ schema: ORDER, registry, register: true });
    const reader = avroFormat<unknown>({ registry });
    const bytes = await writer.encode(order, place);
    small.asked.length = 0;
    const [first, second] = await Promise.all([reader.decode(bytes, place), reader.decode(bytes, place)]);
    expect([first, second]).toEqual([order, order]);
    expect(reader.decode(bytes, place)).toEqual(order);
    await writer.encode(order, place);
    expect(small.asked).toEqual(['GET /schemas/ids/1']);
  });

  test('what was written with an older schema is read as the newer one', async () => {
    const old = { type: 'record', name: 'User', fields: [{ name: 'id', type: 'int' }] };
    const now = { ...old, fields: [...old.fields, { name: 'name', type: 'string', default: '?' }] };
    const bytes = await avroFormat({ schema: old, registry, register: true }).encode({ id: 1 }, place);
    expect(await avroFormat({ schema: now, registry }).decode(bytes, place)).toEqual({ id: 1, name: '?' });
  });

  test('a schema may name others', async () => {
    const line = { type: 'record', name: 'shop.Line', fields: [{ name: 'sku', type: 'string' }] };
    const bill = { type: 'record', name: 'shop.Bill', fields: [{ name: 'line', type: 'shop.Line' }] };
    small.schemas.push(
      { schema: JSON.stringify(line) },
      {
        schema: JSON.stringify(bill),
        references: [{ name: 'shop.Line', subject: 'line', version: 1 }],
      },
    );
    small.subjects.set('line', [1]);
    const bytes = new Uint8Array([0, 0, 0, 0, 2, 2, 120]);
    expect(await avroFormat({ registry }).decode(bytes, place)).toEqual({ line: { sku: 'x' } });
  });

  test('messages of Protobuf say which of their file they are', async () => {
    const write = (message: string) =>
      protobufFormat<unknown>({ proto: PROTO, message, registry, register: true });
    const reader = protobufFormat<unknown>({ registry });
    const bytes = await write('shop.Order').encode(paid, place);
    expect([...bytes.subarray(0, 7)]).toEqual([0, 0, 0, 0, 1, 2, 2]);
    expect(await reader.decode(bytes, place)).toEqual(paid);
    const customer = await write('shop.Customer').encode({ name: 'x' }, place);
    expect([...customer.subarray(0, 6)]).toEqual([0, 0, 0, 0, 1, 0]);
    expect(reader.decode(customer, place)).toEqual({ name: 'x' });
    const line = await write('shop.Order.Line').encode({ sku: 'y', count: 3 }, place);
    expect(reader.decode(line, place)).toEqual({ sku: 'y', count: 3 });
    expect(write('shop.Order').decode(bytes, place)).toEqual(paid);
  });

  test('JSON has the number of its schema too', async () => {
    const format = jsonFormat({ schema: { type: 'object' }, registry, register: true });
    const bytes = await format.encode({ a: 1 }, place);
    expect(Buffer.from(bytes.subarray(5)).toString()).toBe('{"a":1}');
    expect(await jsonFormat({ registry }).decode(bytes, place)).toEqual({ a: 1 });
    expect(small.schemas).toEqual([{ schema: '{"type":"object"}', schemaType: 'JSON' }]);
  });

  test('a schema that is not registered is not written with, unless it may be', async () => {
    const format = avroFormat({ schema: 'int', registry, subject: 'mine' });
    await expect(format.encode(1, place)).rejects.toMatchObject({ code: 'E_SINK' });
    expect(small.asked).toEqual(['POST /subjects/mine']);
    expect(() => avroFormat({ registry }).encode(1, place)).toThrow('no schema to write with');
  });

  test('a number that nobody knows, and bytes without one, belong to the record', async () => {
    const format = avroFormat({ registry });
    await expect(format.decode(new Uint8Array([0, 0, 0, 0, 9, 2]), place)).rejects.toMatchObject({
      code: 'E_BAD_RECORD',
    });
    expect(() => format.decode(new Uint8Array([1, 2]), place)).toThrow('number of a schema');
    const json = await jsonFormat({ schema: {}, registry, register: true }).encode(1, place);
    await expect(format.decode(json, place)).rejects.toMatchObject({ code: 'E_BAD_RECORD' });
  });

  test('a registry that is away or wants other credentials is named, and asked again later', async () => {
    const format = avroFormat({ schema: 'int', registry, register: true });
    small.status = 503;
    await expect(format.encode(1, place)).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
    small.status = 200;
    expect(await format.encode(1, place)).toHaveLength(6);
    const stranger = new SchemaRegistry({ url: 'http://127.0.0.1:1' });
    await expect(stranger.schema(1)).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
    small.status = 401;
    await expect(registry.schema(7)).rejects.toMatchObject({ code: 'E_AUTH' });
    expect(() => new SchemaRegistry({ url: 'localhost:8081' })).toThrow(BeamError);
  });
});

test('a schema says which values are taken, and what becomes of them', async () => {
  const cents: StandardSchemaV1<unknown, { cents: number }> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) =>
        typeof (value as { cents?: unknown }).cents === 'number'
          ? { value: { cents: (value as { cents: number }).cents } }
          : { issues: [{ message: 'must be a number', path: ['cents'] }] },
    },
  };
  const format = withSchema(jsonFormat(), cents);
  expect(await format.decode(Buffer.from('{"cents":3,"more":1}'), place)).toEqual({ cents: 3 });
  expect(() => format.decode(Buffer.from('{"id":"a"}'), place)).toThrow(
    /fit its schema: cents: must be a number/,
  );
  expect(await format.encode({ cents: 4 }, place)).toEqual(Buffer.from('{"cents":4}'));
});
