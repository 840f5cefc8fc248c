import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

const directory = fileURLToPath(new URL('../../proto/model', import.meta.url));

/** Our .proto files as protobufjs understands them, independent of the generator; names are kept as written. */
export function reflectProtos(): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (origin, target) =>
    origin === '' || target.startsWith('google/') ? target : join(directory, target);
  const files = readdirSync(directory).filter((name) => name.endsWith('.proto'));
  root.loadSync(
    files.map((name) => join(directory, name)),
    { keepCase: true },
  );
  root.resolveAll();
  return root;
}

/** Every declaration of `root` as a line of the same form as `fixture/beam-model-2.77.tsv`. */
export function describeProtos(root: protobuf.Root): string[] {
  const lines: string[] = [];
  const add = (...cells: (string | number)[]) => lines.push(cells.join('\t').trimEnd());
  const visit = (space: protobuf.NamespaceBase) => {
    for (const child of space.nestedArray) {
      const name = child.fullName.slice(1);
      if (name.startsWith('google.')) continue;
      if (child instanceof protobuf.Enum) {
        for (const [value, number] of Object.entries(child.values)) add('enum', name, value, number);
      } else if (child instanceof protobuf.Type) {
        add('message', name);
        for (const field of child.fieldsArray)
          add('field', name, field.name, field.id, fieldType(field), oneofName(field));
      } else if (child instanceof protobuf.Service) {
        for (const { name: method, ...rest } of child.methodsArray.map(describeMethod)) {
          add('method', name, method, '', rest.request, rest.response);
        }
      }
      if (child instanceof protobuf.Namespace) visit(child);
    }
  };
  visit(root);
  return lines;
}

/** The type of a field as the fixture writes it: `repeated int64`, `map<string,bytes>`, a full message name. */
export function fieldType(field: protobuf.Field): string {
  const type = field.resolvedType === null ? field.type : field.resolvedType.fullName.slice(1);
  if (field instanceof protobuf.MapField) return `map<${field.keyType},${type}>`;
  if (field.repeated) return `repeated ${type}`;
  return field.options?.proto3_optional === true ? `optional ${type}` : type;
}

/** The oneof a field was declared in, empty for none. */
export function oneofName(field: protobuf.Field): string {
  const oneof = field.partOf;
  return oneof && !oneof.isProto3Optional ? oneof.name : '';
}

function describeMethod(method: protobuf.Method) {
  const stream = (on: boolean | undefined, type: protobuf.Type | null) =>
    `${on === true ? 'stream ' : ''}${type?.fullName.slice(1)}`;
  return {
    name: method.name,
    request: stream(method.requestStream, method.resolvedRequestType),
    response: stream(method.responseStream, method.resolvedResponseType),
  };
}
