import { readFileSync } from 'node:fs';
import * as model from '@hornbeam/proto';
import { type Json, toJson } from '@hornbeam/proto/json';
import * as services from '@hornbeam/proto/services';
import fc from 'fast-check';
import type protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { arbitraryMessage, type PlainMessage, propertyOf } from './arbitrary-message.js';
import { publishedFieldType, publishedServices, publishedTypes } from './published-types.js';
import { describeProtos, fieldType, oneofName, reflectProtos } from './reflect-protos.js';

/** A message type of which only the name is known. */
interface AnyMessageType {
  readonly typeName: string;
  create(init: PlainMessage): PlainMessage;
  encode(message: PlainMessage): model.Writer;
  decode(bytes: Uint8Array): PlainMessage;
}

const root = reflectProtos();
const exported: unknown[] = [...Object.values(model), ...Object.values(services)];
const ours: ReadonlyMap<string, AnyMessageType> = new Map(
  exported.filter(isMessageType).map((type) => [type.typeName, type]),
);

/** Where Beam itself changed the model between 2.49, the last release on npm, and 2.77. */
const changedSince249 = {
  messages: {
    'org.apache.beam.model.pipeline.v1.EventsRequest':
      'moved to the package org.apache.beam.model.interactive.v1',
  },
  fields: {} as Record<string, string>,
  services: {
    'org.apache.beam.model.pipeline.v1.TestStreamService':
      'moved to the package org.apache.beam.model.interactive.v1',
  },
};

/** Fields that the published code cannot read because of its own faults. */
const defectsOf249: Readonly<Record<string, string>> = {
  'org.apache.beam.model.fn_execution.v1.ProcessBundleSplitRequest.DesiredSplit.allowed_split_points':
    'the generated reader uses a variable that it never declares',
};

describe('the .proto files', () => {
  it('declare what Beam 2.77 declares, line by line', () => {
    const facts = readFileSync(new URL('fixture/beam-model-2.77.tsv', import.meta.url), 'utf8');
    expect(describeProtos(root).sort()).toEqual(facts.trimEnd().split('\n').slice(1).sort());
  });

  it('agree with every message and field that Beam published on npm', () => {
    const differences: Record<string, string> = {};
    for (const theirs of publishedTypes.values()) {
      const type = lookup(theirs.typeName);
      if (type === undefined) {
        differences[theirs.typeName] = 'missing';
        continue;
      }
      for (const field of theirs.fields) {
        const own = type.fieldsArray.find((each) => each.id === field.no);
        const text = own && `${own.name} ${fieldType(own)} ${oneofName(own)}`;
        const published = `${field.name} ${publishedFieldType(field)} ${underscored(field.oneof ?? '')}`;
        if (text !== published)
          differences[`${theirs.typeName}.${field.name}`] = `${text} instead of ${published}`;
      }
    }
    expect(publishedTypes.size).toBeGreaterThan(180);
    expect(Object.keys(differences).sort()).toEqual(Object.keys(changedSince249.messages));
  });
});

describe('the method tables', () => {
  it('agree with every service that Beam published on npm', () => {
    const tables = services as unknown as Record<string, Record<string, services.Method<unknown, unknown>>>;
    const unknown: string[] = [];
    for (const theirs of publishedServices) {
      const table = lookupService(theirs.typeName) && tables[theirs.typeName.split('.').pop()!];
      if (table === undefined) {
        unknown.push(theirs.typeName);
        continue;
      }
      const paths = new Map(Object.values(table).map((method) => [method.path, method]));
      for (const method of theirs.methods) {
        expect(paths.get(`/${theirs.typeName}/${method.name}`)).toMatchObject({
          requestType: { typeName: method.I.typeName },
          requestStream: method.clientStreaming,
          responseType: { typeName: method.O.typeName },
          responseStream: method.serverStreaming,
        });
      }
    }
    expect(unknown).toEqual(Object.keys(changedSince249.services));
  });

  it('serialize and read what they name', () => {
    const { prepare } = services.JobService;
    const request = services.PrepareJobRequest.create({
      jobName: 'count',
      pipeline: { requirements: ['r'] },
    });
    const bytes = prepare.requestSerialize(request);
    expect(Buffer.isBuffer(bytes)).toBe(true);
    expect(prepare.requestDeserialize(bytes)).toEqual(request);
    expect(
      prepare.responseDeserialize(prepare.responseSerialize(services.PrepareJobResponse.create())),
    ).toEqual(services.PrepareJobResponse.create());
  });
});

describe('the generated code', () => {
  it('has every message that can travel', () => {
    const named = readFileSync(new URL('fixture/beam-model-2.77.tsv', import.meta.url), 'utf8')
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([kind]) => kind === 'message')
      .map(([, name]) => lookup(name!)!)
      // Beam wraps enums in messages without fields, which are only names.
      .filter((type) => type.fieldsArray.length > 0 || type.nestedArray.length === 0)
      .map((type) => type.fullName.slice(1));
    expect([...ours.keys()].filter((name) => !name.startsWith('google.')).sort()).toEqual(named.sort());
  });

  it.each([...ours])('writes and reads %s as its .proto file says', (name, type) => {
    const reflected = lookup(name)!;
    fc.assert(
      fc.property(
        arbitraryMessage(reflected, () => true),
        (given) => {
          const message = type.create(given);
          const bytes = type.encode(message).finish();
          const expected = reflected.encode(reflected.fromObject(asObject(reflected, given))).finish();
          expect(plain(reflected, bytes)).toEqual(plain(reflected, expected));
          expect(type.decode(expected)).toEqual(message);
          expect(type.decode(bytes)).toEqual(message);
        },
      ),
      { numRuns: 20, seed: 277 },
    );
  });

  const shared = [...ours].filter(([name]) => publishedTypes.has(name));
  it.each(shared)('exchanges %s with the code that Beam published on npm', (name, type) => {
    const theirs = publishedTypes.get(name)!;
    fc.assert(
      fc.property(arbitraryMessage(lookup(name)!, isIn249), (given) => {
        const message = type.create(given);
        const parsed = theirs.fromJson(toJson(type as unknown as model.MessageType<PlainMessage>, message));
        expect(type.decode(theirs.toBinary(parsed))).toEqual(message);
        expect(theirs.equals(theirs.fromBinary(type.encode(message).finish()), parsed)).toBe(true);
      }),
      { numRuns: 20, seed: 249 },
    );
  });
});

function isMessageType(value: unknown): value is AnyMessageType {
  return typeof value === 'object' && value !== null && 'typeName' in value && 'decode' in value;
}

function lookup(name: string): protobuf.Type | undefined {
  try {
    return root.lookupType(name);
  } catch {
    return undefined;
  }
}

function lookupService(name: string): protobuf.Service | undefined {
  try {
    return root.lookupService(name);
  } catch {
    return undefined;
  }
}

/** The oneof names of the published code are in camel case. */
function underscored(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function isIn249(field: protobuf.Field): boolean {
  if (field.fullName.slice(1) in defectsOf249) return false;
  const theirs = publishedTypes.get(field.parent!.fullName.slice(1));
  return theirs === undefined || theirs.fields.some((each) => each.no === field.id);
}

/** What the reflection reads from `bytes`, as plain data. */
function plain(type: protobuf.Type, bytes: Uint8Array): Json {
  return JSON.parse(
    JSON.stringify(type.toObject(type.decode(bytes), { longs: String, bytes: String, json: true })),
  );
}

/** The same message with the names of the .proto file and 64-bit integers as texts, as `fromObject` takes it. */
function asObject(type: protobuf.Type, message: PlainMessage): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    const value = message[propertyOf(field)];
    if (value === undefined) continue;
    const nested = field.resolvedType;
    const convert = (item: unknown): unknown => {
      if (nested !== null && 'fieldsArray' in nested) return asObject(nested, item as PlainMessage);
      return typeof item === 'bigint' ? item.toString() : item;
    };
    if ('keyType' in field) {
      const entries = Object.entries(value as object).map(([key, item]) => [key, convert(item)]);
      result[field.name] = Object.fromEntries(entries);
    } else {
      result[field.name] = field.repeated ? (value as unknown[]).map(convert) : convert(value);
    }
  }
  return result;
}
