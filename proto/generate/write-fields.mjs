// Writes what reflection needs to know: the fields of each message and the names of enum values.

/**
 * @param {Map<string, { messages: object[], enums: object[] }>} modules
 * @returns {string} TypeScript source
 */
export function writeFields(modules) {
  const messages = [...modules.values()].flatMap((module) => module.messages);
  const enums = [...modules.values()].flatMap((module) => module.enums);
  const rows = messages.map((message) => {
    const fields = message.fields.map((field) => `    ${field.name}: ${shape(field)},\n`);
    return `  '${message.fullName}': {${fields.length > 0 ? `\n${fields.join('')}  ` : ''}},\n`;
  });
  const names = enums.map((type) => {
    const values = type.values.map(([name, value]) => `${value}: '${name}'`);
    return `  '${type.fullName}': { ${values.join(', ')} },\n`;
  });
  return `import type { EnumNames, MessageFields } from '../wire/reflection.js';

/** Fields by message and property. */
export const messageFields: MessageFields = {
${rows.join('')}};

/** Names of values by enum. */
export const enumNames: EnumNames = {
${names.join('')}};
`;
}

function shape(field) {
  const kind = field.scalar !== undefined ? 'scalar' : field.enum !== undefined ? 'enum' : 'message';
  const container = field.keyType !== undefined ? 'map' : field.repeated ? 'list' : 'one';
  return `['${container}', '${kind}', '${field.scalar ?? field.typeFullName}', ${field.explicit}]`;
}
