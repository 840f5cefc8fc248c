/**
 * Answers the state requests of the bundles of one stage: the state of its step, and side inputs.
 *
 * Owns: readings of many pages that are under way in the bundle.
 * Does not own: cells (ByteState), the elements of side inputs (stores).
 */
import {
  type StateKey,
  type StateRequest,
  type StateResponse,
  whichStateKey,
  whichStateRequest,
} from '@hornbeam/proto/services';
import { BeamError, ByteReader, type Coder, type Window } from '@hornbeam/sdk/model';
import { Bag, ByteMultimap, type ByteState, type CellPlace } from './byte-state.js';
import { bytesOf, textOf } from './byte-text.js';
import type { LongGroups } from './long-groups.js';
import { OrderedList } from './ordered-list.js';
import { Pages } from './pages.js';
import type { SideInputBytes } from './side-input-bytes.js';

/** What a {@link StateAnswers} is made from. */
export interface StateAnswersSettings {
  /** Of the step with state, where the stage has one. */
  readonly state: ByteState | undefined;
  /** Reads the windows of that step. */
  readonly window: Coder<Window>;
  /** The side inputs of the stage's steps. @throws BeamError `E_WORKER` when there is none of this name */
  readonly side: (transformId: string, name: string) => SideInputBytes;
  /** Of a stage that reads groups: those that were not sent whole. */
  readonly groups: LongGroups | undefined;
}

const EMPTY = new Uint8Array();

/** See the head of this file. */
export class StateAnswers {
  private readonly settings: StateAnswersSettings;
  private readonly reader = new ByteReader(EMPTY);
  private pages = new Pages();

  constructor(settings: StateAnswersSettings) {
    this.settings = settings;
  }

  /** A bundle begins. */
  begin(): void {
    this.pages = new Pages();
    this.settings.groups?.begin();
  }

  /** @throws BeamError what becomes the error of the answer */
  answer(request: StateRequest): StateResponse {
    const { id, stateKey } = request;
    if (stateKey === undefined) throw refused('names no state');
    const kind = whichStateRequest(request);
    switch (kind) {
      case 'get': {
        const token = request.get!.continuationToken;
        const page = token.length > 0 ? this.pages.next(token) : this.pages.first(this.read(stateKey));
        return { id, error: '', get: page };
      }
      case 'append':
        this.append(stateKey, request.append!.data);
        return { id, error: '', append: {} };
      case 'clear':
        this.clear(stateKey);
        return { id, error: '', clear: {} };
      default:
        throw refused('does not say whether to read, append or clear');
    }
  }

  private *read(stateKey: StateKey): Iterable<Uint8Array> {
    const kind = whichStateKey(stateKey);
    switch (kind) {
      case 'runner': {
        const { groups } = this.settings;
        if (groups === undefined) throw refused('asks for the rest of a group, but the stage reads none');
        yield* groups.read(stateKey.runner!.key);
        return;
      }
      case 'iterableSideInput': {
        const { transformId, sideInputId, window } = stateKey.iterableSideInput!;
        yield* this.settings.side(transformId, sideInputId).all(window);
        return;
      }
      case 'multimapSideInput': {
        const { transformId, sideInputId, window, key } = stateKey.multimapSideInput!;
        yield* this.settings.side(transformId, sideInputId).valuesOf(window, key);
        return;
      }
      case 'multimapKeysSideInput': {
        const { transformId, sideInputId, window } = stateKey.multimapKeysSideInput!;
        yield* this.settings.side(transformId, sideInputId).keys(window);
        return;
      }
      case 'multimapKeysValuesSideInput': {
        const { transformId, sideInputId, window } = stateKey.multimapKeysValuesSideInput!;
        yield* this.settings.side(transformId, sideInputId).entries(window);
        return;
      }
      case 'bagUserState': {
        const cell = this.find(stateKey.bagUserState!);
        if (cell instanceof Bag) yield* cell.chunks.slice();
        return;
      }
      case 'multimapUserState': {
        const { mapKey, ...place } = stateKey.multimapUserState!;
        const cell = this.find(place);
        if (cell instanceof ByteMultimap) yield* [...(cell.entries.get(textOf(mapKey)) ?? [])];
        return;
      }
      case 'multimapKeysUserState': {
        const cell = this.find(stateKey.multimapKeysUserState!);
        if (cell instanceof ByteMultimap) for (const key of [...cell.entries.keys()]) yield bytesOf(key);
        return;
      }
      case 'orderedListUserState': {
        const { range, ...place } = stateKey.orderedListUserState!;
        const cell = this.find(place);
        if (cell instanceof OrderedList) yield* [...cell.read(startOf(range), endOf(range))];
        return;
      }
      default:
        throw refused(`asks for state of a kind that is not served, "${kind ?? 'none'}"`);
    }
  }

  private append(stateKey: StateKey, data: Uint8Array): void {
    const kind = whichStateKey(stateKey);
    const { state } = this.settings;
    switch (kind) {
      case 'bagUserState':
        if (data.length > 0)
          this.own(state)
            .cell(this.placeOf(stateKey.bagUserState!), () => new Bag())
            .chunks.push(data);
        return;
      case 'multimapUserState': {
        const { mapKey, ...place } = stateKey.multimapUserState!;
        const { entries } = this.own(state).cell(this.placeOf(place), () => new ByteMultimap());
        const key = textOf(mapKey);
        const known = entries.get(key);
        if (known === undefined) entries.set(key, [data]);
        else known.push(data);
        return;
      }
      case 'orderedListUserState': {
        const { range: _, ...place } = stateKey.orderedListUserState!;
        this.reader.reset(data);
        this.own(state)
          .cell(this.placeOf(place), () => new OrderedList())
          .append(this.reader);
        return;
      }
      default:
        throw refused(`appends to state of a kind that cannot be appended to, "${kind ?? 'none'}"`);
    }
  }

  private clear(stateKey: StateKey): void {
    const kind = whichStateKey(stateKey);
    const state = this.own(this.settings.state);
    switch (kind) {
      case 'bagUserState':
        state.clear(this.placeOf(stateKey.bagUserState!));
        return;
      case 'multimapUserState': {
        const { mapKey, ...where } = stateKey.multimapUserState!;
        const place = this.placeOf(where);
        const cell = state.find(place);
        if (!(cell instanceof ByteMultimap)) return;
        cell.entries.delete(textOf(mapKey));
        if (cell.isEmpty) state.clear(place);
        return;
      }
      case 'multimapKeysUserState':
        state.clear(this.placeOf(stateKey.multimapKeysUserState!));
        return;
      case 'orderedListUserState': {
        const { range, ...where } = stateKey.orderedListUserState!;
        const place = this.placeOf(where);
        const cell = state.find(place);
        if (!(cell instanceof OrderedList)) return;
        cell.clear(startOf(range), endOf(range));
        if (cell.isEmpty) state.clear(place);
        return;
      }
      default:
        throw refused(`clears state of a kind that cannot be cleared, "${kind ?? 'none'}"`);
    }
  }

  private find(where: UserStateKey) {
    return this.own(this.settings.state).find(this.placeOf(where));
  }

  private own(state: ByteState | undefined): ByteState {
    if (state === undefined) throw refused('asks for the state of a step that has none');
    return state;
  }

  private placeOf({ userStateId, window, key }: UserStateKey): CellPlace {
    this.reader.reset(window);
    return { name: userStateId, window: this.settings.window.decode(this.reader), key };
  }
}

/** What all keys of user state have. */
interface UserStateKey {
  readonly userStateId: string;
  readonly window: Uint8Array;
  readonly key: Uint8Array;
}

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

const startOf = (range: { start: bigint } | undefined): bigint => range?.start ?? MIN;
const endOf = (range: { end: bigint } | undefined): bigint => range?.end ?? MAX;

const refused = (what: string): BeamError =>
  new BeamError('E_WORKER', `A state request of the worker ${what}.`);
