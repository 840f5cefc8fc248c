import { type Components, ParDoPayload, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { windowingOf } from './plan-steps.js';

/**
 * Puts a step behind groupings that drops the empty panes of windows that have expired.
 *
 * Where event time passes the end of a window and its allowed lateness in one go, Beam's `ReduceFnRunner` takes the
 * timer of the end for that of the expiry too (`WindowActivation` asks the watermark, not the timer) and forgets the
 * window; when the timer of the expiry comes after all, it finds a window without anything and emits a first, on-time
 * pane of no elements. A combine would make a result of it.
 */
export function filledPanes(components: Components, environmentId: string): Components {
  const transforms = { ...components.transforms };
  const pcollections = { ...components.pcollections };
  for (const [id, transform] of Object.entries(components.transforms)) {
    if (transform.spec?.urn !== urns.transforms.groupByKey || transform.subtransforms.length > 0) continue;
    const [input] = Object.values(transform.inputs);
    if ((windowingOf(input, components)?.allowedLateness ?? 0n) === 0n) continue;
    const [output] = Object.values(transform.outputs);
    const grouped = `${id}/group.main`;
    pcollections[grouped] = { ...components.pcollections[output!]!, uniqueName: grouped };
    transforms[`${id}/group`] = PTransform.create({
      ...transform,
      uniqueName: `${transform.uniqueName}/group`,
      outputs: { main: grouped },
    });
    transforms[`${id}/panes`] = PTransform.create({
      uniqueName: `${transform.uniqueName}/panes`,
      spec: {
        urn: urns.transforms.parDo,
        payload: ParDoPayload.encode({ doFn: { urn: urns.hornbeam.filledPanes } }).finish(),
      },
      inputs: { input: grouped },
      outputs: { main: output! },
      environmentId,
      annotations: transform.annotations,
    });
    transforms[id] = PTransform.create({
      uniqueName: transform.uniqueName,
      inputs: transform.inputs,
      outputs: transform.outputs,
      annotations: transform.annotations,
      subtransforms: [`${id}/group`, `${id}/panes`],
    });
  }
  return { ...components, transforms, pcollections };
}
