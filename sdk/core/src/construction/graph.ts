/**
 * Step 1 of the tour: the user graph. Building a pipeline adds typed nodes here; nothing runs.
 *
 * Owns: the tree of scopes and steps, their labels, the collections between them.
 * Does not own: what an operation means (translate, worker) or how collections are typed for users (api).
 *
 * Invariants:
 *  G1  steps are listed in topological order: a step's inputs exist before it.
 *  G2  a step belongs to exactly one scope; the root scope has no parent.
 *  G3  full names are unique after `names()`, whatever the labels are.
 */
import type { Coder } from '../model/coders/coder.js';
import { GenericCoder } from '../model/coders/generic.js';
import { BeamError } from '../model/errors.js';
import { GLOBAL_WINDOWING, type Windowing } from '../model/windowing.js';
import { callSite } from './call-site.js';
import { Collection } from './collection.js';
import { fullNames } from './full-names.js';
import type { Operation } from './operation.js';
import { isView, type View } from './uses.js';

/** A leaf: one operation. */
export interface Step {
  readonly kind: 'step';
  label: string;
  readonly parent: Scope;
  readonly callSite: string | undefined;
  readonly operation: Operation;
  readonly inputs: ReadonlyMap<string, Collection<any>>;
  readonly outputs: Map<string, Collection<any>>;
}

/** A composite: a named group of steps. `urn` marks those that runners may know how to run themselves. */
export interface Scope {
  readonly kind: 'scope';
  label: string;
  readonly parent: Scope | undefined;
  readonly callSite: string | undefined;
  readonly urn: string | undefined;
  readonly children: (Step | Scope)[];
}

/** What the caller says of an output of a new step. */
export interface OutputFacts {
  readonly coder?: Coder<any>;
  readonly windowing?: Windowing;
  /** False for sources without an end; without it, an output is bounded when all inputs are. */
  readonly bounded?: boolean;
}

/** What the caller says of a new step. */
export interface StepFacts {
  readonly label: string;
  readonly operation: Operation;
  readonly inputs: Readonly<Record<string, Collection<any>>>;
  /** Outputs by tag; every step has `main` unless it ends the pipeline. */
  readonly outputs: Readonly<Record<string, OutputFacts>>;
  /** The user's line, when it is not the one that is calling now. */
  readonly place?: CallSite;
}

/** What the caller says of a new composite. */
export interface ScopeFacts {
  /** Marks a composite that runners may know how to run themselves. */
  readonly urn?: string;
  /** The user's line, when it is not the one that is calling now. */
  readonly place?: CallSite;
}

/** Where a call was made, `file:line:column`, as far as it is known. */
export interface CallSite {
  readonly callSite: string | undefined;
}

/** The user graph; see the head of this file. */
export class Graph {
  readonly root: Scope = {
    kind: 'scope',
    label: '',
    parent: undefined,
    callSite: undefined,
    urn: undefined,
    children: [],
  };
  readonly steps: Step[] = [];
  /** Paths that sinks of this pipeline write to, with the call that said so. */
  private readonly targets = new Map<string, string | undefined>();
  private scope: Scope = this.root;

  /** The scope that new nodes are added to. */
  get openScope(): Scope {
    return this.scope;
  }

  /** Adds a leaf to the scope that is open. */
  addStep(facts: StepFacts): Step {
    const step: Step = {
      kind: 'step',
      label: facts.label,
      parent: this.scope,
      callSite: facts.place === undefined ? callSite() : facts.place.callSite,
      operation: facts.operation,
      inputs: new Map(Object.entries(facts.inputs)),
      outputs: new Map(),
    };
    const inputs = [...step.inputs.values()];
    for (const input of inputs) this.checkOwn(input);
    for (const view of viewsOf(facts.operation)) this.checkOwn(view.collection);
    const windowing = inputs[0]?.windowing ?? GLOBAL_WINDOWING;
    const bounded = inputs.every((input) => input.bounded);
    for (const [tag, output] of Object.entries(facts.outputs)) {
      step.outputs.set(
        tag,
        new Collection<any>({
          graph: this,
          producer: step,
          tag,
          windowing: output.windowing ?? windowing,
          bounded: output.bounded ?? bounded,
          coder: output.coder ?? new GenericCoder(),
          coderIsDefault: output.coder === undefined,
        }),
      );
    }
    this.scope.children.push(step);
    this.steps.push(step);
    return step;
  }

  /**
   * Opens a scope around what `body` adds. Collections made in it that it returns, alone or in an object, are
   * its outputs, and are named by it.
   */
  composite<R>(label: string, body: () => R, facts: ScopeFacts = {}): R {
    const scope: Scope = {
      kind: 'scope',
      label,
      parent: this.scope,
      callSite: facts.place === undefined ? callSite() : facts.place.callSite,
      urn: facts.urn,
      children: [],
    };
    this.scope.children.push(scope);
    this.scope = scope;
    try {
      const result = body();
      for (const part of collectionsIn(result)) {
        if (isInside(part.producer, scope)) part.origin = scope;
      }
      return result;
    } finally {
      this.scope = scope.parent as Scope;
    }
  }

  /**
   * Notes that a sink writes to `target`.
   * @throws BeamError `E_DUPLICATE_OUTPUT` when another sink of the pipeline does already.
   */
  claimTarget(target: string): void {
    const here = callSite();
    if (this.targets.has(target)) {
      const other = this.targets.get(target);
      throw new BeamError('E_DUPLICATE_OUTPUT', `Two sinks write to "${target}".`, {
        path: target,
        callSite: here,
        help: `give each sink a path of its own${other ? ` (the first is at ${other})` : ''}`,
      });
    }
    this.targets.set(target, here);
  }

  /** The full name of every node: labels from the root joined by `/`, unique (G3). */
  names(): Map<Step | Scope, string> {
    return fullNames(this.root);
  }

  private checkOwn(collection: Collection<any>): void {
    if (collection.graph !== this) {
      throw new BeamError(
        'E_FOREIGN_PCOLLECTION',
        'A PCollection of another pipeline was used as an input.',
        {
          callSite: callSite(),
          help: 'build all steps of a pipeline inside one build function',
        },
      );
    }
  }
}

/** The side inputs an operation declares, by name. */
export function viewEntries(operation: Operation): [string, View<unknown>][] {
  if (operation.kind !== 'parDo') return [];
  return Object.entries(operation.uses).filter((entry): entry is [string, View<unknown>] => isView(entry[1]));
}

const viewsOf = (operation: Operation): View<unknown>[] => viewEntries(operation).map(([, view]) => view);

/** Whether a node is somewhere below a scope. */
function isInside(node: Step | Scope, scope: Scope): boolean {
  let parent = node.parent;
  while (parent !== undefined && parent !== scope) parent = parent.parent;
  return parent === scope;
}

/** A result that stands for a collection, such as the fluent `PCollection`. */
interface Wrapper {
  readonly node: Collection<any>;
}

/** The collections in what a composite returns. */
function collectionsIn(result: unknown): Collection<any>[] {
  if (typeof result !== 'object' || result === null) return [];
  const own = collectionOf(result);
  return own === undefined ? Object.values(result).flatMap((part) => collectionOf(part) ?? []) : [own];
}

function collectionOf(part: unknown): Collection<any> | undefined {
  if (part instanceof Collection) return part;
  const node = (part as Partial<Wrapper> | null | undefined)?.node;
  return node instanceof Collection ? node : undefined;
}
