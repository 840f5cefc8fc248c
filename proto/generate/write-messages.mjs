// Writes the TypeScript module of one .proto file: an interface and its operations per message.

import { doc } from './doc.mjs';

const wireTypes = { varint: 0, fixed64: 1, delimited: 2, fixed32: 5 };
const scalarWire = { double: 'fixed64', float: 'fixed32', string: 'delimited', bytes: 'delimited' };
const scalarTypes = { string: 'string', bytes: 'Uint8Array', bool: 'boolean', int64: 'bigint' };
const scalarDefaults = { string: "''", bytes: 'noBytes', bool: 'false', int64: '0n' };

/**
 * @param {string} name of the module
 * @param {{ messages: object[], enums: object[] }} content
 * @returns {string} TypeScript source
 */
export function writeMessages(name, { messages, enums }) {
  const body = [...enums.map(enumSource), ...messages.map(messageSource)].join('\n');
  return `${imports(name, messages, body)}\n${body}`;
}

function imports(name, messages, body) {
  const lines = [];
  const wire = (names, path) => {
    const used = names.filter((each) => new RegExp(`\\b${each.replace('type ', '')}\\b`).test(body));
    if (used.length > 0) lines.push(`import { ${used.join(', ')} } from '../wire/${path}.js';`);
  };
  wire(['readInt64', 'writeInt64'], 'int64');
  wire(['type MapField', 'copyMap', 'setEntry'], 'map-field');
  wire(['type Init', 'type MessageType', 'type Reader', 'type Writer', 'messageType'], 'message-type');
  wire(['noBytes'], 'no-bytes');
  const others = new Map();
  for (const field of messages.flatMap((message) => message.fields)) {
    if (field.typeModule === undefined || field.typeModule === name) continue;
    const names = others.get(field.typeModule) ?? new Set();
    // Of an enum only the type is needed: its values travel as numbers.
    names.add(field.enum === undefined ? field.typeName : `type ${field.typeName}`);
    others.set(field.typeModule, names);
  }
  for (const [module, names] of [...others].sort()) {
    lines.push(`import { ${[...names].sort().join(', ')} } from './${module}.js';`);
  }
  return `${lines.join('\n')}\n`;
}

function enumSource(type) {
  const values = type.values.map(([key, value]) => `  ${key}: ${value},\n`).join('');
  return `${doc(type.comment, type.fullName)}export const ${type.name} = {
${values}} as const;
export type ${type.name} = (typeof ${type.name})[keyof typeof ${type.name}];
`;
}

function messageSource(message) {
  const { name, fields } = message;
  const properties = fields
    .map((field) => `${doc(field.comment, undefined, '  ')}  ${property(field)};\n`)
    .join('');
  const nothing = fields.length === 0;
  return `${doc(message.comment, message.fullName)}export interface ${name} {${nothing ? '' : `\n${properties}`}}

function create${name}(${nothing ? '' : `init: Init<${name}>`}): ${name} {
${createBody(message)}}

function write${name}(${nothing ? '' : `m: Init<${name}>, w: Writer`}): void {
${fields.map(writeField).join('')}}

function read${name}(${nothing ? '_m' : 'm'}: ${name}, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
${readBody(message)}  }
}

export const ${name}: MessageType<${name}> = /* @__PURE__ */ messageType(
  '${message.fullName}',
  create${name},
  write${name},
  read${name},
);
${oneofSource(message)}`;
}

function property(field) {
  const type = valueType(field);
  if (field.keyType !== undefined) return `${field.name}: MapField<${type}>`;
  if (field.repeated) return `${field.name}: ${type}[]`;
  return `${field.name}${isOptional(field) ? '?' : ''}: ${type}`;
}

function valueType(field) {
  return field.scalar === undefined ? field.typeName : (scalarTypes[field.scalar] ?? 'number');
}

function isOptional(field) {
  return !field.repeated && field.keyType === undefined && (field.explicit || field.message !== undefined);
}

function createBody({ name, fields }) {
  const always = fields.filter((field) => !isOptional(field));
  const optional = fields.filter(isOptional);
  const literal = always.map((field) => `    ${field.name}: ${initial(field)},\n`).join('');
  const object = literal === '' ? '{}' : `{\n${literal}  }`;
  if (optional.length === 0) return `  return ${object};\n`;
  const assign = optional.map((field) => {
    const value = `init.${field.name}`;
    const copy = field.message === undefined ? value : `${field.typeName}.create(${value})`;
    return `  if (${value} !== undefined) m.${field.name} = ${copy};\n`;
  });
  return `  const m: ${name} = ${object};\n${assign.join('')}  return m;\n`;
}

function initial(field) {
  const value = `init.${field.name}`;
  const copy = field.message === undefined ? '' : `${field.typeName}.create(item)`;
  if (field.keyType !== undefined) return `copyMap(${value}, (item) => ${copy || 'item'})`;
  if (field.repeated) return copy ? `(${value} ?? []).map((item) => ${copy})` : `[...(${value} ?? [])]`;
  return `${value} ?? ${field.enum === undefined ? (scalarDefaults[field.scalar] ?? '0') : '0'}`;
}

function writeField(field) {
  const value = `m.${field.name}`;
  if (field.keyType !== undefined) {
    const entry = writeValue({ ...field, number: 2 }, `${value}[key]!`);
    return `  for (const key of Object.keys(${value} ?? {})) {
    w.uint32(${tagOf(field.number, 'delimited')}).fork().uint32(${tagOf(1, 'delimited')}).string(key);
    ${entry.replaceAll(`${value}[key]`, `${value}![key]`)}
    w.ldelim();
  }
`;
  }
  if (field.repeated && isPackable(field)) {
    return `  if (${value} !== undefined && ${value}.length > 0) {
    w.uint32(${tagOf(field.number, 'delimited')}).fork();
    for (const item of ${value}) ${writeBare(field, 'item')};
    w.ldelim();
  }
`;
  }
  if (field.repeated) return `  for (const item of ${value} ?? []) ${writeValue(field, 'item')}\n`;
  return `  if (${presence(field, value)}) ${writeValue(field, value)}\n`;
}

/** A plain scalar is left out when it has its default value; negative zero is not the default. */
function presence(field, value) {
  if (isOptional(field)) return `${value} !== undefined`;
  if (field.scalar === 'bytes') return `${value} !== undefined && ${value}.length > 0`;
  if (field.scalar === 'double' || field.scalar === 'float') {
    return `${value} !== undefined && !Object.is(${value}, 0)`;
  }
  return value;
}

function writeValue(field, value) {
  const tag = tagOf(field.number, wireOf(field));
  if (field.message !== undefined)
    return `${field.typeName}.encode(${value}, w.uint32(${tag}).fork()).ldelim();`;
  if (field.scalar === 'int64') return `writeInt64(w.uint32(${tag}), ${value});`;
  return `w.uint32(${tag}).${method(field)}(${value});`;
}

function writeBare(field, value) {
  return field.scalar === 'int64' ? `writeInt64(w, ${value})` : `w.${method(field)}(${value})`;
}

function readBody(message) {
  if (message.fields.length === 0) return '    r.skipType(tag & 7);\n';
  const cases = message.fields.map((field) => readField(message, field)).join('');
  return `    switch (tag) {
${cases}      default:
        r.skipType(tag & 7);
    }
`;
}

function readField(message, field) {
  const at = `m.${field.name}`;
  const lines = (tag, ...statements) =>
    `      case ${tag}:${statements.length > 1 ? ' {' : ''}
${statements.map((each) => `        ${each}\n`).join('')}        break;
${statements.length > 1 ? '      }\n' : ''}`;
  const single = tagOf(field.number, wireOf(field));
  if (field.keyType !== undefined) {
    const valueTag = tagOf(2, wireOf(field));
    return `      case ${tagOf(field.number, 'delimited')}: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: ${valueType(field)} = ${field.message === undefined ? (scalarDefaults[field.scalar] ?? '0') : `${field.typeName}.create()`};
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === ${tagOf(1, 'delimited')}) key = r.string();
          else if (entryTag === ${valueTag}) value = ${readValue(field, 'value')};
          else r.skipType(entryTag & 7);
        }
        setEntry(${at}, key, value);
        break;
      }
`;
  }
  if (field.repeated) {
    const one = lines(single, `${at}.push(${readValue(field, undefined)});`);
    if (!isPackable(field)) return one;
    return `${lines(
      tagOf(field.number, 'delimited'),
      'const packedEnd = r.uint32() + r.pos;',
      `while (r.pos < packedEnd) ${at}.push(${readValue(field, undefined)});`,
    )}${one}`;
  }
  const rivals = message.oneofs.find((oneof) => oneof.fields.includes(field.name))?.fields ?? [];
  const clear = rivals
    .filter((other) => other !== field.name)
    .map((other) => `if (m.${other} !== undefined) delete m.${other};`);
  return lines(single, ...clear, `${at} = ${readValue(field, at)};`);
}

function readValue(field, existing) {
  if (field.message !== undefined) {
    const into =
      existing === undefined ? `${field.typeName}.create()` : `${existing} ?? ${field.typeName}.create()`;
    const target = existing === 'value' ? 'value' : into;
    return `${field.typeName}.merge(${target}, r, r.uint32() + r.pos)`;
  }
  if (field.scalar === 'int64') return 'readInt64(r)';
  return `r.${method(field)}()${field.enum === undefined ? '' : ` as ${field.typeName}`}`;
}

/** A function that says which member of the oneof is set; no message of the model has two oneofs. */
function oneofSource({ name, fullName, oneofs }) {
  if (oneofs.length > 1) throw new Error(`${fullName} has several oneofs`);
  return oneofs
    .map((oneof) => {
      const types = oneof.fields.map((field) => `'${field}'`).join(' | ');
      const tests = oneof.fields
        .map((field) => `  if (m.${field} !== undefined) return '${field}';\n`)
        .join('');
      return `
/** The member of the oneof \`${oneof.name}\` that is set. */
export function which${name}(m: ${name}): ${types} | undefined {
${tests}  return undefined;
}
`;
    })
    .join('');
}

function isPackable(field) {
  return field.message === undefined && wireOf(field) !== 'delimited';
}

function method(field) {
  return field.enum === undefined ? field.scalar : 'int32';
}

function wireOf(field) {
  return field.message === undefined ? (scalarWire[field.scalar] ?? 'varint') : 'delimited';
}

function tagOf(number, wire) {
  return ((number << 3) | wireTypes[wire]) >>> 0;
}
