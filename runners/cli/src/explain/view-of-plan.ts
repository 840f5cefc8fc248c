import { basename } from 'node:path';
import type { StagePlan } from '@hornbeam/direct';
import {
  type Graph,
  type Operation,
  type Scope,
  type Step,
  type Trigger,
  viewEntries,
  type WindowFn,
  type Windowing,
} from '@hornbeam/sdk/construction';
import { explainCoder } from '@hornbeam/sdk/model';
import { parsePlace } from '../errors/stack-frames.js';
import type { PlanView, ViewEdge, ViewGroup, ViewNode, ViewStage } from './plan-view.js';

/** What a graph and the stages of its plan look like. */
export function viewOfPlan(name: string, graph: Graph, plan: StagePlan): PlanView {
  const names = graph.names();
  const nameOf = (node: Step | Scope): string => names.get(node) ?? '';
  const groups = groupsOf(graph.root, nameOf);
  const shown = new Set(groups.map(({ id }) => id));
  const groupOf = (node: Step | Scope): string | undefined => {
    let scope = node.parent;
    while (scope !== undefined && !shown.has(nameOf(scope))) scope = scope.parent;
    return scope === undefined ? undefined : nameOf(scope);
  };
  const inGroup = (node: Step | Scope): string => {
    const group = groupOf(node);
    return group === undefined ? nameOf(node) : nameOf(node).slice(group.length + 1);
  };
  const stages = stagesOf(plan, new Set(graph.steps.map(nameOf)));
  const nodes = graph.steps.map((step): ViewNode => {
    const id = nameOf(step);
    return {
      id,
      label: inGroup(step),
      operation: operationText(step.operation),
      line: lineOf(step.callSite),
      group: groupOf(step),
      stages: stages.filter(({ members }) => members.has(id)).map(({ stage }) => stage.number),
      outputs: [...step.outputs].map(([tag, { coder, windowing }]) => ({
        tag,
        coder: explainCoder(coder),
        window: windowText(windowing),
      })),
    };
  });
  return {
    name,
    nodes,
    groups: groups.map(
      ({ id, scope }): ViewGroup => ({
        id,
        label: inGroup(scope),
        line: lineOf(scope.callSite),
        group: groupOf(scope),
      }),
    ),
    edges: graph.steps.flatMap((step) => edgesTo(step, nameOf)),
    stages: stages.map(({ stage }) => stage),
  };
}

/** The composites that are worth a frame: those with more than one part. */
function groupsOf(scope: Scope, nameOf: (scope: Scope) => string): { id: string; scope: Scope }[] {
  return scope.children.flatMap((child) => {
    if (child.kind === 'step') return [];
    const inner = groupsOf(child, nameOf);
    return child.children.length > 1 ? [{ id: nameOf(child), scope: child }, ...inner] : inner;
  });
}

function edgesTo(step: Step, nameOf: (step: Step) => string): ViewEdge[] {
  const to = nameOf(step);
  const tagOf = (tag: string): string | undefined => (tag === 'main' ? undefined : tag);
  const mains = [...step.inputs.values()].map(
    ({ producer, tag }): ViewEdge => ({ from: nameOf(producer), to, tag: tagOf(tag), side: undefined }),
  );
  const sides = viewEntries(step.operation).map(
    ([side, { collection }]): ViewEdge => ({
      from: nameOf(collection.producer),
      to,
      tag: tagOf(collection.tag),
      side,
    }),
  );
  return [...mains, ...sides];
}

/** The parts that the planner makes of combines and splittable steps, and the copies that it puts between stages. */
const planned = /\/(precombine|group|merge|extract|combine|pair-with-restriction|split-and-size|pass)$/;

function stagesOf(
  plan: StagePlan,
  steps: ReadonlySet<string>,
): { stage: ViewStage; members: ReadonlySet<string> }[] {
  const stepOf = (transform: string): string =>
    steps.has(transform) ? transform : transform.replace(planned, '');
  const producers = new Map<string, string>();
  for (const [id, { outputs }] of Object.entries(plan.components.transforms)) {
    for (const collection of Object.values(outputs)) producers.set(collection, id);
  }
  const edges = new Map(plan.edges.map((edge) => [edge.id, edge]));
  const edgeText = (id: string): string => {
    const edge = edges.get(id);
    const behind = edge?.transform ?? producers.get(edge?.collection ?? '') ?? id;
    return stepOf(behind);
  };
  return plan.stages.map(({ transforms, source, sinks, sides }, i) => {
    const shown = transforms.map((id) => {
      const part = steps.has(id) ? undefined : planned.exec(id)?.[1];
      return part === undefined || part === 'pass' ? stepOf(id) : `${stepOf(id)} (${part})`;
    });
    const stage: ViewStage = {
      number: i + 1,
      reads: edgeText(source),
      steps: [...new Set(shown)],
      sides: [...new Set(sides.map(({ edge, name }) => `${name} from ${edgeText(edge)}`))],
      writes: [...new Set(sinks.flatMap((sink) => sink.edges.map(edgeText)))],
    };
    return { stage, members: new Set(transforms.map(stepOf)) };
  });
}

function operationText(operation: Operation): string {
  switch (operation.kind) {
    case 'parDo': {
      const { callback } = operation;
      if (callback.shape === 'sink') return `sink ${callback.sink.guarantee} to ${callback.sink.target}`;
      return callback.shape === 'doFn' ? 'parDo' : callback.shape;
    }
    case 'combinePerKey':
      return operation.combineFn.name === undefined ? 'combine' : `combine ${operation.combineFn.name}`;
    case 'windowInto':
      return `windowInto ${windowText(operation.windowing)}`;
    default:
      return operation.kind;
  }
}

/** A windowing in few words: `global`, `fixed 1h, late by 5m`, `sessions 30m, repeat(after 10)`. */
export function windowText({ windowFn, trigger, accumulation, allowedLateness }: Windowing): string {
  const late = allowedLateness > 0 ? `, late by ${durationText(allowedLateness)}` : '';
  const panes = trigger.kind === 'default' ? '' : `, ${accumulation} ${triggerText(trigger)}`;
  return `${windowFnText(windowFn)}${panes}${late}`;
}

function windowFnText(windowFn: WindowFn): string {
  switch (windowFn.kind) {
    case 'global':
      return 'global';
    case 'fixed':
      return `fixed ${durationText(windowFn.size)}${offsetText(windowFn.offset)}`;
    case 'sliding':
      return `sliding ${durationText(windowFn.size)} every ${durationText(windowFn.period)}${offsetText(windowFn.offset)}`;
    case 'sessions':
      return `sessions ${durationText(windowFn.gap)}`;
    case 'calendar': {
      const { unit, every, zone } = windowFn;
      return `calendar ${every === 1 ? unit : `${every} ${unit}`}${zone === 'UTC' ? '' : ` ${zone}`}`;
    }
    case 'custom':
      return `custom ${windowFn.fn.name}`;
  }
}

/** A trigger in few words: `watermark(early: after 10)`, `repeat(after 5s aligned 1m)`. */
function triggerText(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'default':
    case 'always':
    case 'never':
      return trigger.kind;
    case 'after-watermark': {
      const early = trigger.early === undefined ? [] : [`early: ${triggerText(trigger.early)}`];
      const late = trigger.late === undefined ? [] : [`late: ${triggerText(trigger.late)}`];
      const firings = [...early, ...late];
      return firings.length === 0 ? 'watermark' : `watermark(${firings.join(', ')})`;
    }
    case 'after-processing-time': {
      const { delay, align } = trigger;
      return `after ${durationText(delay)}${align === undefined ? '' : ` aligned ${durationText(align.period)}`}`;
    }
    case 'after-count':
      return `after ${trigger.count}`;
    case 'repeat':
      return `repeat(${triggerText(trigger.trigger)})`;
    case 'or-finally':
      return `${triggerText(trigger.trigger)} until ${triggerText(trigger.until)}`;
    case 'after-all':
    case 'after-any':
    case 'after-each':
      return `${trigger.kind.slice('after-'.length)}(${trigger.triggers.map(triggerText).join(', ')})`;
  }
}

const offsetText = (offset: number): string => (offset === 0 ? '' : ` offset ${durationText(offset)}`);

/** Milliseconds in the largest unit that gives a whole number: `90m`, `500ms`. */
function durationText(millis: number): string {
  if (millis === Number.POSITIVE_INFINITY) return 'any time';
  const units: [string, number][] = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ];
  const unit = units.find(([, size]) => millis !== 0 && millis % size === 0);
  return unit === undefined ? `${millis}ms` : `${millis / unit[1]}${unit[0]}`;
}

function lineOf(callSite: string | undefined): string | undefined {
  const place = parsePlace(callSite);
  return place && `${basename(place.file)}:${place.line}`;
}
