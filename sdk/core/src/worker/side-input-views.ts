import type { View } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import type { KV } from '../model/kv.js';
import { preview } from '../model/preview.js';
import { type Window, windowKey } from '../model/window.js';
import { KeyIndex } from './key-index.js';

/** Where the elements of a side input come from. */
export interface SideInputSource {
  elements(window: Window): Iterable<unknown>;
  /** Grows whenever elements may have changed. */
  version(): number;
}

/**
 * Builds what a callback receives for a side input from the elements of one window, and keeps the last windows'
 * results: a view is built once for each window, not for each element.
 */
export class SideInputView {
  private readonly view: View<unknown>;
  private readonly name: string;
  private readonly source: SideInputSource;
  private readonly cache = new Map<string, unknown>();
  private lastWindow: Window | undefined;
  private lastValue: unknown;
  private version = 0;
  private bundle = -1;

  constructor(name: string, view: View<unknown>, source: SideInputSource) {
    this.name = name;
    this.view = view;
    this.source = source;
  }

  /** @param bundle which of its worker's bundles asks: within one, a side input does not change */
  get(window: Window, bundle: number): unknown {
    if (bundle !== this.bundle) {
      this.bundle = bundle;
      const version = this.source.version();
      if (version !== this.version) this.forget(version);
    }
    if (window === this.lastWindow) return this.lastValue;
    const key = windowKey(window);
    let value: unknown;
    if (this.cache.has(key)) {
      value = this.cache.get(key);
    } else {
      value = this.build(window);
      if (this.cache.size >= CACHED_WINDOWS) this.cache.delete(this.cache.keys().next().value as string);
      this.cache.set(key, value);
    }
    this.lastWindow = window;
    this.lastValue = value;
    return value;
  }

  private forget(version: number): void {
    this.version = version;
    this.cache.clear();
    this.lastWindow = undefined;
    this.lastValue = undefined;
  }

  private build(window: Window): unknown {
    const elements = this.source.elements(window);
    switch (this.view.kind) {
      case 'iterable':
        return elements;
      case 'list':
        return Object.freeze([...elements]);
      case 'singleton':
        return this.singleton(elements);
      case 'map': {
        const index = new KeyIndex<unknown>();
        for (const { key, value } of elements as Iterable<KV<unknown, unknown>>) {
          if (!this.isTriggered && index.has(key)) {
            throw this.error(
              `has two values for the key ${preview(key)}`,
              'use asMultimap(), or combine the values of a key first',
            );
          }
          index.set(key, value);
        }
        return index.asMap();
      }
      case 'multimap': {
        const index = new KeyIndex<unknown[]>();
        for (const { key, value } of elements as Iterable<KV<unknown, unknown>>) {
          const values = index.get(key);
          if (values === undefined) index.set(key, [value]);
          else values.push(value);
        }
        return index.asMap();
      }
    }
  }

  /** Panes of a triggered PCollection are its states one after the other: what came last is how things are. */
  private get isTriggered(): boolean {
    return this.view.collection.windowing.trigger.kind !== 'default';
  }

  private singleton(elements: Iterable<unknown>): unknown {
    if (this.isTriggered) {
      let last: { value: unknown } | undefined;
      for (const value of elements) last = { value };
      return this.one(last);
    }
    const [first, second] = firstTwo(elements);
    if (second !== undefined)
      throw this.error('has more than one element', 'use asList(), or combine the elements first');
    return this.one(first);
  }

  private one(found: { value: unknown } | undefined): unknown {
    if (found !== undefined) return found.value;
    if (this.view.fallback !== undefined) return this.view.fallback.value;
    throw this.error('is empty', 'give asSingleton(value) a value for that case');
  }

  private error(what: string, help: string): BeamError {
    return new BeamError('E_SIDE_INPUT', `The side input "${this.name}" ${what}.`, { help });
  }
}

/** How many windows of a side input stay built. */
const CACHED_WINDOWS = 64;

function firstTwo(elements: Iterable<unknown>): { value: unknown }[] {
  const found: { value: unknown }[] = [];
  for (const value of elements) {
    found.push({ value });
    if (found.length === 2) break;
  }
  return found;
}
