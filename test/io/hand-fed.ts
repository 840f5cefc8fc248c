import type { IterableContext } from '@hornbeam/sdk/io';

/** Asynchronous iterables that give what they are handed, when they are handed it. */
export class HandFed<T> {
  /** How many were made. */
  made = 0;
  private readonly waiting: T[] = [];
  private ending: { readonly error: unknown } | 'end' | undefined;
  private wake: (() => void) | undefined;

  give(...items: T[]): void {
    this.waiting.push(...items);
    this.wake?.();
  }

  end(): void {
    this.ending = 'end';
    this.wake?.();
  }

  fail(error: unknown): void {
    this.ending = { error };
    this.wake?.();
  }

  /** For `fromIterable`: ends when nobody wants more. */
  readonly make = async function* (this: HandFed<T>, { signal }: IterableContext): AsyncGenerator<T> {
    this.made++;
    signal.addEventListener('abort', () => this.end());
    for (;;) {
      while (this.waiting.length > 0) yield this.waiting.shift()!;
      if (this.ending === 'end') return;
      if (this.ending !== undefined) throw this.ending.error;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }.bind(this);
}
