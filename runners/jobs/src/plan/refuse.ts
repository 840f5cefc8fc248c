import {
  type Components,
  IsBounded,
  MergeStatus,
  ParDoPayload,
  type PTransform,
  TestStreamPayload,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { Operation } from '@hornbeam/sdk/construction';
import type { Plan } from '@hornbeam/sdk/translate';
import { refusal } from './plan-place.js';
import { stepsOf, windowingOf } from './plan-steps.js';
import { refuseSideInputs } from './refuse-side-inputs.js';
import { refuseWindows } from './refuse-windows.js';
import type { RunnerProfile } from './runner-profile.js';

/**
 * Says no before anything is sent, by step and reason, to what a runner cannot do.
 * @throws BeamError `E_UNSUPPORTED`
 */
export function refuseUnsupported(
  { pipeline, steps }: Plan,
  profile: RunnerProfile,
  streaming: boolean,
): void {
  const components = pipeline.components!;
  let testStreams = 0;
  for (const step of stepsOf(components)) {
    const urn = step.spec?.urn;
    if (urn === urns.transforms.testStream && ++testStreams > profile.testStreams) {
      throw refusal(
        step,
        profile.testStreams === 0
          ? `${profile.name} has no test stream.`
          : `${profile.name} takes one test stream a pipeline.`,
        'run tests of event time on the direct runner',
      );
    }
    if (urn === urns.transforms.testStream && !profile.movesClock && movesClock(step)) {
      throw refusal(
        step,
        `${profile.name} cannot move the clock of a test stream.`,
        'leave out advanceProcessingTime, or run the test on the direct runner',
      );
    }
    if (step.outputs.late !== undefined && groups.has(urn ?? '')) {
      throw refusal(
        step,
        `${profile.name} drops the elements that come too late for a grouping, and hands them out to nobody.`,
        'leave out `late`, or allow more lateness',
      );
    }
    if (givesLate(steps.get(step.uniqueName)?.operation)) {
      throw refusal(
        step,
        `${profile.name} drops the elements that come too late for state, and hands them out to nobody.`,
        'leave out `late`, or allow more lateness',
      );
    }
    if (urn === urns.transforms.parDo) refuseStep(step, components, profile, streaming);
    refuseWindows(step, components, profile);
  }
}

const givesLate = (operation: Operation | undefined): boolean =>
  operation?.kind === 'parDo' && operation.hasLateOutput === true;

const groups: ReadonlySet<string> = new Set([urns.transforms.groupByKey, urns.transforms.combinePerKey]);

function refuseStep(
  step: PTransform,
  components: Components,
  profile: RunnerProfile,
  streaming: boolean,
): void {
  const payload = ParDoPayload.decode(step.spec!.payload);
  const isStateful =
    Object.keys(payload.stateSpecs).length + Object.keys(payload.timerFamilySpecs).length > 0;
  if (isStateful && payload.restrictionCoderId !== '') {
    throw refusal(
      step,
      `${profile.name} does not run splittable steps with state or timers.`,
      'keep the state in a step behind it',
    );
  }
  if (isStateful) {
    const main = Object.entries(step.inputs).find(([local]) => !Object.hasOwn(payload.sideInputs, local));
    const isEndless = components.pcollections[main?.[1] ?? '']?.isBounded === IsBounded.UNBOUNDED;
    const side = Object.keys(payload.sideInputs).find(
      (name) => windowingOf(step.inputs[name], components)?.windowFn?.urn === urns.windowFns.global,
    );
    if (isEndless && side !== undefined && !profile.statefulSideInputs) {
      throw refusal(
        step,
        `${profile.name} holds the elements of an endless input back for ever, where a step has state and the side input "${side}" without windows.`,
        'read the side input in a step before it, or put both inputs into windows',
      );
    }
    if (windowingOf(main?.[1], components)?.mergeStatus === MergeStatus.NEEDS_MERGE) {
      throw refusal(
        step,
        'State and timers of session windows would belong to windows that are merged later.',
        'group first, or keep state in the global window',
      );
    }
  }
  refuseSideInputs(step, payload, { components, profile, streaming });
}

const movesClock = ({ spec }: PTransform): boolean =>
  TestStreamPayload.decode(spec!.payload).events.some(
    ({ processingTimeEvent }) => processingTimeEvent !== undefined,
  );
