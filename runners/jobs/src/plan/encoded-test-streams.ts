import { type Components, ParDoPayload, PTransform, TestStreamPayload } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';

/**
 * Test streams as streams of bytes, which a step of the worker reads elements from: Java decodes the elements of a test
 * stream itself, and does not know the worker's coders.
 */
export function encodedTestStreams(components: Components, environmentId: string): Components {
  const transforms = { ...components.transforms };
  const pcollections = { ...components.pcollections };
  const coders = { ...components.coders };
  const coderId = 'bytes of test streams';
  for (const [id, transform] of Object.entries(components.transforms)) {
    if (transform.spec?.urn !== urns.transforms.testStream || transform.subtransforms.length > 0) continue;
    const [output] = Object.values(transform.outputs);
    const encoded = `${id}/events.main`;
    const { events } = TestStreamPayload.decode(transform.spec.payload);
    coders[coderId] = {
      spec: { urn: urns.coders.bytes, payload: new Uint8Array() },
      componentCoderIds: [],
    };
    pcollections[encoded] = { ...components.pcollections[output!]!, uniqueName: encoded, coderId };
    transforms[`${id}/events`] = PTransform.create({
      ...transform,
      uniqueName: `${transform.uniqueName}/events`,
      spec: {
        urn: urns.transforms.testStream,
        payload: TestStreamPayload.encode({ coderId, events }).finish(),
      },
      outputs: { main: encoded },
    });
    transforms[`${id}/decode`] = PTransform.create({
      uniqueName: `${transform.uniqueName}/decode`,
      spec: {
        urn: urns.transforms.parDo,
        payload: ParDoPayload.encode({ doFn: { urn: urns.hornbeam.decode } }).finish(),
      },
      inputs: { input: encoded },
      outputs: { main: output! },
      environmentId,
      annotations: transform.annotations,
    });
    transforms[id] = PTransform.create({
      uniqueName: transform.uniqueName,
      outputs: transform.outputs,
      annotations: transform.annotations,
      subtransforms: [`${id}/events`, `${id}/decode`],
    });
  }
  return { ...components, transforms, pcollections, coders };
}
