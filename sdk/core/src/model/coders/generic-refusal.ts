import { BeamError } from '../errors.js';
import { StoredValues } from '../stored-values.js';
import { errorClasses, MAX_DEPTH, typedArrays } from './generic-format.js';
import type { GenericForm } from './generic-write.js';
import { constructorName, valueText } from './value-text.js';

/** Why a value has no place in the generic format, and where it is. */
interface Finding {
  readonly path: string;
  readonly what: string;
  readonly help: string;
}

/**
 * The error for an element that the generic coder refused: walks it a second time, now keeping the path, and
 * names the first value that cannot travel.
 */
export function refusal(element: unknown, form: GenericForm): BeamError {
  const finding = new Search(form).visit(element, '$', 0);
  if (finding === undefined) {
    return new BeamError('E_INTERNAL', 'The generic coder refused an element, but could not find out why.', {
      help: 'a getter of the element may return something else each time; please report it otherwise',
    });
  }
  return new BeamError('E_NO_CODER', `${finding.path} is ${finding.what}, which cannot be an element.`, {
    help: finding.help,
  });
}

class Search {
  private readonly form: GenericForm;
  /** The objects on the way from the element to the value in hand, with their paths. */
  private readonly ancestors = new Map<object, string>();

  constructor(form: GenericForm) {
    this.form = form;
  }

  visit(value: unknown, path: string, depth: number): Finding | undefined {
    if (typeof value === 'function') {
      return {
        path,
        what: valueText(value),
        help: 'keep functions out of elements: call them in a step instead',
      };
    }
    if (typeof value === 'symbol') return { path, what: 'a symbol', help: 'use a string' };
    if (typeof value !== 'object' || value === null) return undefined;
    const seen = this.ancestors.get(value);
    if (seen !== undefined) {
      return { path, what: `${seen} again (a cycle)`, help: 'refer to the other object by an id' };
    }
    if (depth >= MAX_DEPTH) {
      const what = `nested deeper than ${MAX_DEPTH} levels`;
      return { path: shorten(path), what, help: 'flatten the element, for instance into a list' };
    }
    this.ancestors.set(value, path);
    const finding = this.inside(value, path, depth);
    this.ancestors.delete(value);
    return finding;
  }

  private inside(value: object, path: string, depth: number): Finding | undefined {
    const prototype: object | null = Object.getPrototypeOf(value);
    const registered = prototype === null ? undefined : this.form.classes.ofPrototype(prototype);
    if (registered !== undefined) {
      return this.visit(registered.save(value), `${path}.save()`, depth + 1);
    }
    if (value instanceof StoredValues) return this.insideArray([...value], path, depth);
    if (Array.isArray(value)) return this.insideArray(value, path, depth);
    if (value instanceof Map) {
      return this.ofClass(value, 'Map', path) ?? this.insideMap(value, path, depth);
    }
    if (value instanceof Set) {
      return (
        this.ofClass(value, 'Set', path) ?? this.first([...value], (i) => `${path}.values()[${i}]`, depth)
      );
    }
    if (ArrayBuffer.isView(value)) return this.view(value, path);
    if (value instanceof Date) return this.ofClass(value, 'Date', path);
    if (value instanceof RegExp) return this.ofClass(value, 'RegExp', path);
    if (value instanceof ArrayBuffer) return this.ofClass(value, 'ArrayBuffer', path);
    if (value instanceof Error) return this.insideError(value, path, depth);
    const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
    if (!isPlain || constructorName(value) !== 'Object') {
      if (prototype !== null) return instance(value, path);
    }
    const keys = Object.keys(value);
    const items = keys.map((key) => (value as Record<string, unknown>)[key]);
    return this.first(items, (i) => property(path, keys[i]!), depth);
  }

  private insideArray(items: readonly unknown[], path: string, depth: number): Finding | undefined {
    if ('index' in items) {
      const what = 'the match of a regular expression, an array with properties';
      return { path, what, help: 'keep what you need of it: [...match], match.groups or match.index' };
    }
    for (let i = 0; i < items.length; i++) {
      if (!(i in items)) {
        const help = 'fill the array, for instance with undefined or null';
        return { path: `${path}[${i}]`, what: 'a hole in an array', help };
      }
    }
    return this.ofClass(items, 'Array', path) ?? this.first(items, (i) => `${path}[${i}]`, depth);
  }

  private insideMap(map: Map<unknown, unknown>, path: string, depth: number): Finding | undefined {
    const keys = [...map.keys()];
    return (
      this.first(keys, (i) => `${path}.keys()[${i}]`, depth) ??
      this.first([...map.values()], (i) => `${path}.get(${keyText(keys[i])})`, depth)
    );
  }

  private insideError(error: Error, path: string, depth: number): Finding | undefined {
    const name = constructorName(error);
    if (!Object.hasOwn(errorClasses, name)) return instance(error, path);
    if (this.form.canonical) {
      return { path, what: `an error (${name}), and so no key`, help: 'use its message or code as the key' };
    }
    return this.visit(error.cause, `${path}.cause`, depth + 1) ?? this.visit({ ...error }, path, depth + 1);
  }

  private view(value: ArrayBufferView, path: string): Finding | undefined {
    const name = constructorName(value);
    if (name === 'Uint8Array' || name === 'Buffer' || typedArrays.some((made) => made.name === name)) {
      return undefined;
    }
    return { path, what: valueText(value), help: 'copy its bytes into a Uint8Array' };
  }

  private ofClass(value: object, name: string, path: string): Finding | undefined {
    return constructorName(value) === name ? undefined : instance(value, path);
  }

  private first(
    items: readonly unknown[],
    pathOf: (i: number) => string,
    depth: number,
  ): Finding | undefined {
    for (let i = 0; i < items.length; i++) {
      const finding = this.visit(items[i], pathOf(i), depth + 1);
      if (finding !== undefined) return finding;
    }
    return undefined;
  }
}

function instance(value: object, path: string): Finding {
  const name = constructorName(value);
  if (value instanceof Promise)
    return { path, what: 'a Promise', help: 'await it before you output the element' };
  const help =
    name === 'Object'
      ? 'copy its data into a plain object'
      : `copy its data into a plain object, or register ${name} with a ClassRegistry`;
  return { path, what: `an instance of the class ${name}`, help };
}

function property(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

const keyText = (key: unknown): string =>
  typeof key === 'string' ? JSON.stringify(key) : typeof key === 'object' ? '…' : String(key);

/** The two ends of a path too long to print. */
const shorten = (path: string): string =>
  path.length <= 120 ? path : `${path.slice(0, 80)} … ${path.slice(-30)}`;
