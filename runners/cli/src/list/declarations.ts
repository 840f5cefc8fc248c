import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Something that a declaration file exports, or a method of a class. */
export interface Declared {
  readonly name: string;
  /** The first sentence of its comment; empty when it has none. */
  readonly about: string;
  /** Its declaration, without the name. */
  readonly signature: string;
}

/**
 * What a module exports, read from the `.d.ts` files that packages ship: names alone are known when a program
 * runs, what they are for is not.
 */
export function exportsOf(file: string, read: (file: string) => string = readText): Map<string, Declared> {
  const found = new Map<string, Declared>();
  const text = read(file).replace(/^\/\/#.*$/gm, '');
  const target = (specifier: string): string => resolve(dirname(file), specifier.replace(/\.js$/, '.d.ts'));
  for (const [, specifier] of text.matchAll(/^export \* from '(\.[^']+)';/gm)) {
    for (const [name, declared] of exportsOf(target(specifier as string), read)) found.set(name, declared);
  }
  for (const [, names, specifier] of text.matchAll(/^export \{([^}]*)\} from '(\.[^']+)';/gm)) {
    const from = exportsOf(target(specifier as string), read);
    for (const item of (names as string).split(',')) {
      const [, name, alias] = /^\s*(?:type )?([\w$]+)(?: as ([\w$]+))?\s*$/.exec(item) ?? [];
      const declared = name === undefined ? undefined : from.get(name);
      if (declared !== undefined)
        found.set(alias ?? declared.name, { ...declared, name: alias ?? declared.name });
    }
  }
  const own =
    /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?^export declare (?:function|const|class|abstract class) ([\w$]+)([\s\S]*?)(?=^(?:\/\*\*|export|declare)|$(?![\s\S]))/gm;
  for (const [, comment, name, signature] of text.matchAll(own)) {
    // Overloads: the first one has the comment.
    if (found.has(name as string)) continue;
    found.set(name as string, {
      name: name as string,
      about: firstSentence(comment),
      signature: (signature as string).trim(),
    });
  }
  return found;
}

/** The methods in the declaration of a class, in its order. */
export function methodsOf({ signature }: Declared): Declared[] {
  const found = new Map<string, Declared>();
  const member = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?^ {4}([a-z][\w$]*)(<[^\n]*|\([^\n]*)/gm;
  for (const [, comment, name, rest] of signature.matchAll(member)) {
    if (name === 'constructor' || found.has(name as string)) continue;
    found.set(name as string, {
      name: name as string,
      about: firstSentence(comment),
      signature: rest as string,
    });
  }
  return [...found.values()];
}

/** The first sentence of a doc comment, links and code marks taken off. */
function firstSentence(comment: string | undefined): string {
  const text = (comment ?? '')
    .replace(/^\s*\/\*\*|\*\/\s*$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .replace(/\{@link ([^}]+)\}/g, '$1')
    .split(/\n\s*\n|^@/m)[0]
    ?.replace(/\s+/g, ' ')
    .trim();
  return /^.*?[.:](?= [A-Z`]|$)/.exec(text ?? '')?.[0].replace(/[.:]$/, '') ?? text ?? '';
}

const readText = (file: string): string => readFileSync(file, 'utf8');
