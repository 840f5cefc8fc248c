const MAX_LENGTH = 80;

/** A value as an error message shows it: its kind and the beginning of its content. Never throws. */
export function valueText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `the string ${cut(JSON.stringify(value.slice(0, MAX_LENGTH)))}`;
    case 'number':
      return Object.is(value, -0) ? 'the number -0' : `the number ${value}`;
    case 'bigint':
      return `the bigint ${value}n`;
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'symbol':
      return 'a symbol';
    case 'function':
      return `the function ${value.name || '(anonymous)'}`;
    case 'object':
      return value === null ? 'null' : article(constructorName(value));
  }
}

/** The name of the class an object belongs to, `Object` for plain ones and those without a prototype. */
export function constructorName(value: object): string {
  try {
    const made = value.constructor;
    return typeof made === 'function' && made.name !== '' ? made.name : 'Object';
  } catch {
    return 'Object';
  }
}

const article = (name: string): string => `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;

const cut = (text: string): string =>
  text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`;
