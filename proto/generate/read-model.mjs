// Reads proto/model into plain descriptions, the only thing the writers beside this file see.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';

/** Messages that live in a module of their own because a local run needs them but not the rest of their file. */
const ownModule = { ProcessBundleDescriptor: 'process-bundle-descriptor' };

/** Where joining the names of a nested type would stutter. */
const shortNames = { 'JobMessage.MessageImportance': 'JobMessageImportance' };

const scalars = new Set(['double', 'float', 'int32', 'uint32', 'int64', 'bool', 'string', 'bytes']);

/**
 * @param {string} directory of the .proto files
 * @returns {{ modules: Map<string, { messages: object[], enums: object[] }>, services: object[] }}
 *   modules by file name without extension, in an order in which imports only point backwards
 */
export function readModel(directory) {
  const root = new protobuf.Root();
  root.resolvePath = (origin, target) =>
    target.startsWith('google/') || origin === '' ? target : join(directory, target);
  const files = readdirSync(directory)
    .filter((name) => name.endsWith('.proto'))
    .sort();
  root.loadSync(
    files.map((name) => join(directory, name)),
    { keepCase: true, alternateCommentMode: true },
  );
  root.resolveAll();

  const types = new Map();
  const services = [];
  walk(root, (object) => {
    if (object instanceof protobuf.Type && !onlyHoldsNames(object))
      types.set(object, describeMessage(object));
    if (object instanceof protobuf.Service) services.push(describeService(object));
  });
  const usedEnums = new Set();
  for (const message of types.values()) {
    for (const field of message.fields) if (field.enum !== undefined) usedEnums.add(field.enum);
  }
  const enums = [...usedEnums].map(describeEnum);
  rejectDuplicates([...types.values(), ...enums]);
  return { modules: arrange([...types.values()], enums), services };
}

/** Beam wraps enums in messages that never travel: a message without fields that holds other names. */
function onlyHoldsNames(type) {
  return type.fieldsArray.length === 0 && type.nestedArray.length > 0;
}

function describeMessage(type) {
  return {
    name: shortName(type),
    fullName: type.fullName.slice(1),
    module: moduleOf(type),
    comment: type.comment,
    fields: [...type.fieldsArray].sort((a, b) => a.id - b.id).map(describeField),
    oneofs: type.oneofsArray
      .filter((oneof) => !oneof.isProto3Optional)
      .map((oneof) => ({
        name: camel(oneof.name),
        fields: oneof.fieldsArray.map((field) => camel(field.name)),
      })),
  };
}

function describeField(field) {
  const kind = field.resolvedType;
  if (kind === null && !scalars.has(field.type)) {
    throw new Error(`${field.fullName}: the generator does not know the type ${field.type}`);
  }
  const oneof = field.partOf && !field.partOf.isProto3Optional ? field.partOf : undefined;
  return {
    name: camel(field.name),
    number: field.id,
    comment: field.comment,
    keyType: field.map ? field.keyType : undefined,
    repeated: field.repeated,
    /** Has a value only when it was set, unlike a plain scalar. */
    explicit: oneof !== undefined || field.options?.proto3_optional === true,
    oneof: oneof && camel(oneof.name),
    scalar: kind === null ? field.type : undefined,
    message: kind instanceof protobuf.Type ? kind : undefined,
    enum: kind instanceof protobuf.Enum ? kind : undefined,
    typeName: kind === null ? undefined : shortName(kind),
    typeFullName: kind === null ? undefined : kind.fullName.slice(1),
    typeModule: kind === null ? undefined : moduleOf(kind),
  };
}

function describeEnum(type) {
  const holder = type.name === 'Enum' ? type.parent : type;
  return {
    name: shortName(type),
    fullName: type.fullName.slice(1),
    module: moduleOf(type),
    comment: holder.comment,
    values: Object.entries(type.values),
  };
}

function describeService(service) {
  return {
    name: service.name,
    fullName: service.fullName.slice(1),
    comment: service.comment,
    methods: service.methodsArray.map((method) => ({
      name: method.name[0].toLowerCase() + method.name.slice(1),
      path: `/${service.fullName.slice(1)}/${method.name}`,
      request: shortName(method.resolvedRequestType),
      requestModule: moduleOf(method.resolvedRequestType),
      requestStream: method.requestStream === true,
      response: shortName(method.resolvedResponseType),
      responseModule: moduleOf(method.resolvedResponseType),
      responseStream: method.responseStream === true,
    })),
  };
}

/** `Trigger.AfterAll` is `TriggerAfterAll`, and the enum `IsBounded.Enum` is `IsBounded`. */
function shortName(type) {
  const path = [];
  for (let at = type; at instanceof protobuf.Type || at instanceof protobuf.Enum; at = at.parent) {
    path.unshift(at.name);
  }
  if (path.at(-1) === 'Enum') path.pop();
  return shortNames[path.join('.')] ?? path.join('');
}

function moduleOf(type) {
  if (ownModule[type.name]) return ownModule[type.name];
  if (type.fullName.startsWith('.google.protobuf.')) return 'well-known';
  return type.filename
    .split(/[\\/]/)
    .pop()
    .replace(/\.proto$/, '')
    .replaceAll('_', '-');
}

/** Groups by module; a module comes after those it imports. */
function arrange(messages, enums) {
  const names = new Set([...messages, ...enums].map((type) => type.module));
  const imports = (name) =>
    messages
      .filter((message) => message.module === name)
      .flatMap((message) => message.fields.map((field) => field.typeModule))
      .filter((other) => other !== undefined && other !== name);
  const order = [];
  const visit = (name, path) => {
    if (path.includes(name)) throw new Error(`modules import each other: ${[...path, name].join(' > ')}`);
    if (order.includes(name)) return;
    for (const other of new Set(imports(name).sort())) visit(other, [...path, name]);
    order.push(name);
  };
  for (const name of [...names].sort()) visit(name, []);
  return new Map(
    order.map((name) => [
      name,
      {
        messages: messages.filter((message) => message.module === name),
        enums: enums.filter((type) => type.module === name),
      },
    ]),
  );
}

function rejectDuplicates(types) {
  const seen = new Map();
  for (const type of types) {
    if (seen.has(type.name)) {
      throw new Error(`${type.name} would be both ${seen.get(type.name)} and ${type.fullName}`);
    }
    seen.set(type.name, type.fullName);
  }
}

function walk(namespace, visit) {
  for (const child of namespace.nestedArray) {
    visit(child);
    if (child instanceof protobuf.Namespace) walk(child, visit);
  }
}

function camel(name) {
  return name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}
