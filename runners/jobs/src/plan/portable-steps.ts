import { type Components, FunctionSpec, ParDoPayload, PTransform, type StateSpec } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { RunnerProfile } from './runner-profile.js';

/**
 * Steps as every runner takes them. State of all kinds is kept in bags, whose bytes are the worker's own journal; maps of
 * side inputs are read as what they are made of, one request in place of one a key; where the runner does not tell of
 * windows that expire, their timer is an ordinary one, which the worker sets.
 */
export function portableSteps(components: Components, profile: RunnerProfile): Components {
  const coders = { ...components.coders };
  const transforms: Record<string, PTransform> = {};
  for (const [id, transform] of Object.entries(components.transforms)) {
    transforms[id] = transform.spec?.urn === urns.transforms.parDo ? step(transform) : transform;
  }
  return { ...components, transforms, coders };

  function step(transform: PTransform): PTransform {
    const payload = ParDoPayload.decode(transform.spec!.payload);
    const stateSpecs = Object.fromEntries(
      Object.keys(payload.stateSpecs).map((name): [string, StateSpec] => [name, bag()]),
    );
    const sideInputs = Object.fromEntries(
      Object.entries(payload.sideInputs).map(([name, side]) => [
        name,
        { ...side, accessPattern: FunctionSpec.create({ urn: urns.sideInputs.iterable }) },
      ]),
    );
    const written = ParDoPayload.encode({
      ...payload,
      stateSpecs,
      sideInputs,
      onWindowExpirationTimerFamilySpec: profile.expiresWindows
        ? payload.onWindowExpirationTimerFamilySpec
        : '',
    }).finish();
    return PTransform.create({ ...transform, spec: { urn: urns.transforms.parDo, payload: written } });
  }

  function bag(): StateSpec {
    const elementCoderId = 'bytes of state';
    coders[elementCoderId] = {
      spec: { urn: urns.coders.bytes, payload: new Uint8Array() },
      componentCoderIds: [],
    };
    return { bagSpec: { elementCoderId }, protocol: FunctionSpec.create({ urn: urns.userState.bag }) };
  }
}
