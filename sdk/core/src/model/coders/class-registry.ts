import { BeamError } from '../errors.js';

/** How instances of one class travel: as a plain value, by the name that both ends know the class by. */
export interface ClassForm<T, S> {
  /** Stands in the bytes. Must stay the same as long as stored elements are to be read. */
  readonly name: string;
  readonly class: abstract new (...args: never[]) => T;
  /** What of an instance is to be kept; itself a value the generic coder takes. */
  save(instance: T): S;
  /** An equal instance. */
  load(saved: S): T;
}

/** Declares a {@link ClassForm}, inferring its types. */
export const classForm = <T, S>(form: ClassForm<T, S>): ClassForm<T, S> => form;

/**
 * The classes whose instances the generic coder takes. A value that is handed to coders: the same classes must
 * be given where elements are written and where they are read.
 *
 * @example
 * new ClassRegistry([
 *   classForm({
 *     name: 'Money',
 *     class: Money,
 *     save: (money) => [money.cents, money.currency] as const,
 *     load: ([cents, currency]) => new Money(cents, currency),
 *   }),
 * ])
 */
export class ClassRegistry {
  private readonly byPrototype = new Map<object, ClassForm<any, any>>();
  private readonly byName = new Map<string, ClassForm<any, any>>();

  /** @throws BeamError `E_BAD_ARGUMENT` when a name or a class is there twice */
  constructor(forms: readonly ClassForm<any, any>[] = []) {
    for (const form of forms) {
      const prototype: object = form.class.prototype;
      if (this.byName.has(form.name) || this.byPrototype.has(prototype)) {
        throw new BeamError('E_BAD_ARGUMENT', `The class "${form.name}" is registered twice.`, {
          help: 'give every class one form and every form a name of its own',
        });
      }
      this.byName.set(form.name, form);
      this.byPrototype.set(prototype, form);
    }
  }

  /** How many classes there are. */
  get size(): number {
    return this.byName.size;
  }

  /** The form of the class whose prototype this is; subclasses need forms of their own. */
  ofPrototype(prototype: object): ClassForm<any, any> | undefined {
    return this.byPrototype.get(prototype);
  }

  /** The form registered under `name`. */
  named(name: string): ClassForm<any, any> | undefined {
    return this.byName.get(name);
  }
}
