/**
 * The state and the side inputs that one bundle reads and writes by its runner.
 *
 * Owns: which steps' state the bundle has in hand, the side inputs it has read.
 * Does not own: the cells (remote-state.ts), the stream, what stays between bundles (state-cache.ts).
 *
 * Invariants:
 *  B4  either all that the bundle wrote counts for the bundles after it, or none: commit or abort ends it, once.
 *  B5  within a bundle a side input does not change: it is read once in each of its windows.
 */
import type { ProcessBundleDescriptor } from '@hornbeam/proto';
import type { ProcessBundleRequestCacheToken } from '@hornbeam/proto/services';
import { ByteWriter } from '../../../model/coders/byte-writer.js';
import { type Window, windowKey } from '../../../model/window.js';
import type { LiveParts } from '../../../translate/plan.js';
import type { KeyedState } from '../../services.js';
import { KeptSideInput, readSideInput } from './remote-side-input.js';
import { RemoteState } from './remote-state.js';
import type { StateCache } from './state-cache.js';
import type { StateChannel } from './state-channel.js';
import { type SideInputLayout, StateLayout } from './state-layout.js';

/** What a {@link BundleState} is made from. */
export interface BundleStateSettings {
  readonly channel: StateChannel;
  readonly cache: StateCache;
  readonly instructionId: string;
  /** What the runner says may stay from bundle to bundle. */
  readonly tokens: readonly ProcessBundleRequestCacheToken[];
  readonly descriptor: ProcessBundleDescriptor;
  readonly live: LiveParts;
  /** ms since 1970: what times to live go by. Of the worker: the same for all bundles. */
  readonly now: () => number;
}

/** See the head of this file. */
export class BundleState {
  private readonly settings: BundleStateSettings;
  private readonly layout: StateLayout;
  private readonly states = new Map<string, RemoteState>();
  private readonly sides = new Map<string, readonly unknown[] | Promise<readonly unknown[]>>();

  constructor(settings: BundleStateSettings) {
    this.settings = settings;
    const { cache, descriptor, live, now } = settings;
    let layout = cache.layouts.get(descriptor);
    if (layout === undefined) {
      layout = new StateLayout(descriptor, live, now);
      cache.layouts.set(descriptor, layout);
    }
    this.layout = layout;
  }

  /** The state of a step. @throws BeamError `E_BAD_PLAN` `E_GRAPH_DIFFERS` */
  state(transformId: string): KeyedState {
    let state = this.states.get(transformId);
    if (state === undefined) {
      const { channel, cache, instructionId, tokens } = this.settings;
      const token = tokens.find(({ userState }) => userState !== undefined)?.token;
      state = new RemoteState({
        step: this.layout.step(transformId),
        channel,
        instructionId,
        cache,
        token: token && latin1(token),
      });
      this.states.set(transformId, state);
    }
    return state;
  }

  /**
   * The elements of a side input that go with a window of the main input; a promise until they have come.
   * @throws BeamError also by the promise: `E_SERVICE` `E_DECODE` `E_SIDE_INPUT` `E_GRAPH_DIFFERS` `E_UNSUPPORTED`
   */
  sideInput(
    transformId: string,
    name: string,
    window: Window,
  ): Iterable<unknown> | Promise<Iterable<unknown>> {
    const side = this.layout.sideInput(transformId, name);
    const of = side.windowOf(window);
    const id = `${transformId}\0${name}\0${windowKey(of)}`;
    const known = this.sides.get(id);
    if (known !== undefined) return known;
    const token = this.sideInputToken(transformId, name);
    const kept = token === undefined ? undefined : this.settings.cache.sideInputs.get(`${token}\0${id}`);
    if (kept !== undefined) {
      this.settings.cache.keep(kept, kept.weight);
      this.sides.set(id, kept.elements);
      return kept.elements;
    }
    const reading = this.readSideInput(side, of, id, token);
    this.sides.set(id, reading);
    return reading;
  }

  /**
   * Sends what the bundle wrote, and waits until the runner has acknowledged it all.
   * @throws BeamError `E_SERVICE` `E_ENCODE`; the bundle is aborted then
   */
  async commit(): Promise<void> {
    const states = [...this.states.values()];
    try {
      // All is encoded before anything is sent: of values that their coder refuses the runner never hears.
      const changes = states.map((state) => state.takeChanges());
      await Promise.all(states.map((state, i) => state.send(changes[i]!)));
    } catch (thrown) {
      this.abort();
      throw thrown;
    }
    for (const state of states) state.release();
    this.states.clear();
  }

  /** Forgets what the bundle had in hand. */
  abort(): void {
    for (const state of this.states.values()) state.drop();
    this.states.clear();
  }

  private async readSideInput(
    side: SideInputLayout,
    window: Window,
    id: string,
    token: string | undefined,
  ): Promise<readonly unknown[]> {
    const { channel, instructionId, cache } = this.settings;
    try {
      const writer = new ByteWriter();
      side.windowCoder.encode(window, writer);
      const { elements, bytes } = await readSideInput(side, {
        channel,
        instructionId,
        window: writer.finish(),
      });
      this.sides.set(id, elements);
      if (token !== undefined) {
        const name = `${token}\0${id}`;
        const kept = new KeptSideInput(cache, name, elements);
        cache.sideInputs.set(name, kept);
        cache.keep(kept, ELEMENT_BYTES * elements.length + VALUE_FACTOR * bytes);
      }
      return elements;
    } catch (thrown) {
      // The next to ask tries again.
      this.sides.delete(id);
      throw thrown;
    }
  }

  private sideInputToken(transformId: string, name: string): string | undefined {
    const found = this.settings.tokens.find(
      ({ sideInput }) => sideInput?.transformId === transformId && sideInput.sideInputId === name,
    );
    return found && latin1(found.token);
  }
}

/** A guess of what an element takes in memory beside its bytes, and of how much larger values are than those. */
const ELEMENT_BYTES = 64;
const VALUE_FACTOR = 4;

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
