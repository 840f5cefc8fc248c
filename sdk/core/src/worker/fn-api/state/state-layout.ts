import type { ProcessBundleDescriptor, PTransform } from '@hornbeam/proto';
import { ParDoPayload } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { isState, isView, type StateUse, type Uses, type View } from '../../../construction/index.js';
import type { Coder } from '../../../model/coders/coder.js';
import { KvCoder } from '../../../model/coders/kv.js';
import { BeamError, type ErrorPlace } from '../../../model/errors.js';
import type { Window } from '../../../model/window.js';
import { coderFromPlan } from '../../../translate/coders.js';
import { mainInputs } from '../../../translate/inputs.js';
import type { LiveParts } from '../../../translate/plan.js';
import { referencedStep } from '../../../translate/step-reference.js';
import { numberRowsUses } from '../../operators/number-rows.js';
import { type SideInputWindows, sideInputWindows } from '../../side-input-window.js';
import type { Cell, CellOwner } from '../../state/cell.js';
import { cellMaker, journalForm } from '../../state/cell-maker.js';
import { LIVE_VALUES } from '../../state/kept-values.js';

/** What is to be known of the state that a step declares. */
export interface StepState {
  readonly transformId: string;
  readonly place: ErrorPlace;
  /** Of the keys and windows of its input, as the runner writes them. */
  readonly keyCoder: Coder<any>;
  readonly windowCoder: Coder<Window>;
  /** The names it declares, in one order with the makers of their cells. */
  readonly names: readonly string[];
  readonly makers: readonly ((owner: CellOwner) => Cell)[];
  /** @throws BeamError `E_INTERNAL` for a name that is not declared */
  placeOf(name: string): number;
}

/** What is to be known of a side input. */
export interface SideInputLayout {
  readonly transformId: string;
  readonly name: string;
  readonly place: ErrorPlace;
  /** How the runner gives it: `beam:side_input:iterable:v1` or `beam:side_input:multimap:v1`. */
  readonly access: string;
  /** Of its elements and windows, as the runner writes them. */
  readonly coder: Coder<any>;
  readonly windowCoder: Coder<Window>;
  /** The window of it that goes with one of the main input. */
  readonly windowOf: SideInputWindows;
}

/** The state and side inputs of the steps of a stage, each read out of its descriptor when it is first asked for. */
export class StateLayout {
  private readonly descriptor: ProcessBundleDescriptor;
  private readonly live: LiveParts;
  private readonly now: () => number;
  private readonly steps = new Map<string, StepState>();
  private readonly sides = new Map<string, Map<string, SideInputLayout>>();

  constructor(descriptor: ProcessBundleDescriptor, live: LiveParts, now: () => number) {
    this.descriptor = descriptor;
    this.live = live;
    this.now = now;
  }

  /** The state of a step. @throws BeamError `E_BAD_PLAN` `E_GRAPH_DIFFERS` */
  step(transformId: string): StepState {
    let step = this.steps.get(transformId);
    if (step === undefined) {
      step = this.readStep(transformId);
      this.steps.set(transformId, step);
    }
    return step;
  }

  /** A side input of a step. @throws BeamError `E_BAD_PLAN` `E_GRAPH_DIFFERS` `E_SIDE_INPUT` */
  sideInput(transformId: string, name: string): SideInputLayout {
    let named = this.sides.get(transformId);
    if (named === undefined) {
      named = new Map();
      this.sides.set(transformId, named);
    }
    let side = named.get(name);
    if (side === undefined) {
      side = this.readSideInput(transformId, name);
      named.set(name, side);
    }
    return side;
  }

  private readStep(transformId: string): StepState {
    const { transform, uses: declared, place } = this.parDo(transformId);
    const { coder, windowCoder } = this.collection(mainInputs(transform)[0], place);
    if (!(coder instanceof KvCoder)) {
      throw new BeamError('E_BAD_PLAN', 'A step with state reads a PCollection whose coder is not kv.', {
        ...place,
        help: 'the plan was not written by this SDK, or is damaged',
      });
    }
    const uses = Object.entries(declared).filter((entry): entry is [string, StateUse<unknown>] =>
      isState(entry[1]),
    );
    const places = new Map(uses.map(([name], at) => [name, at]));
    return {
      transformId,
      place,
      keyCoder: coder.key,
      windowCoder,
      names: uses.map(([name]) => name),
      makers: uses.map(([name, use]) => this.maker(name, use)),
      placeOf(name) {
        const at = places.get(name);
        if (at === undefined)
          throw new BeamError('E_INTERNAL', `The step declares no state "${name}".`, place);
        return at;
      },
    };
  }

  private maker(name: string, use: StateUse<unknown>): (owner: CellOwner) => Cell {
    return cellMaker(use, {
      name,
      values: LIVE_VALUES,
      ttl: use.ttl,
      now: this.now,
      // What has run out is seen when it is read; nobody walks through what the runner keeps.
      queue: () => undefined,
      use: undefined,
      journal: journalForm(use, LIVE_VALUES),
    });
  }

  private readSideInput(transformId: string, name: string): SideInputLayout {
    const { transform, payload, uses, place } = this.parDo(transformId);
    const view = uses[name];
    const spec = Object.hasOwn(payload.sideInputs, name) ? payload.sideInputs[name] : undefined;
    if (!isView(view) || spec === undefined) {
      throw new BeamError('E_GRAPH_DIFFERS', `The plan and this build differ in the side input "${name}".`, {
        ...place,
        help: 'build the graph from the same file with the same options',
      });
    }
    const { windowing } = (view as View<unknown>).collection;
    return {
      transformId,
      name,
      place,
      access: spec.accessPattern?.urn ?? '',
      ...this.collection(transform.inputs[name], place),
      windowOf: sideInputWindows(windowing.windowFn),
    };
  }

  private parDo(transformId: string) {
    const transform: PTransform | undefined = this.descriptor.transforms[transformId];
    const payload = ParDoPayload.decode(transform?.spec?.payload ?? new Uint8Array());
    const { operation, callSite } = referencedStep(payload.doFn, this.live.steps);
    const place: ErrorPlace = { step: transform?.uniqueName ?? transformId, callSite };
    if (transform === undefined || operation.kind !== 'parDo') {
      throw new BeamError('E_GRAPH_DIFFERS', 'The plan and this build differ in what the step does.', {
        ...place,
        help: 'build the graph from the same file with the same options',
      });
    }
    const isNumbering = payload.doFn?.urn === urns.hornbeam.numberRows;
    const uses: Uses = isNumbering ? numberRowsUses : operation.uses;
    return { transform, payload, uses, place };
  }

  private collection(id: string | undefined, place: ErrorPlace) {
    const { pcollections, windowingStrategies, coders } = this.descriptor;
    const collection = pcollections[id ?? ''];
    const windowing = windowingStrategies[collection?.windowingStrategyId ?? ''];
    if (collection === undefined || windowing === undefined) {
      throw new BeamError(
        'E_BAD_PLAN',
        'The runner did not say what a step with state or side inputs reads.',
        {
          ...place,
          help: 'the plan was not written by this SDK, or is damaged',
        },
      );
    }
    return {
      coder: coderFromPlan(collection.coderId, coders, this.live.coders),
      windowCoder: coderFromPlan(windowing.windowCoderId, coders, this.live.coders) as Coder<Window>,
    };
  }
}
