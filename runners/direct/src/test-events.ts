/**
 * What a stream of a test (`beam:transform:teststream:v1`) does, one event after the other.
 */
import type { EdgeId } from '@hornbeam/engine';
import { TestStreamPayload } from '@hornbeam/proto';
import { type Clock, VirtualClock } from '@hornbeam/sdk/construction';
import {
  BeamError,
  ByteReader,
  ByteWriter,
  type Coder,
  type Instant,
  instantOfMillis,
  MAX_TIMESTAMP,
  type Metadata,
  ROOT_METADATA,
} from '@hornbeam/sdk/model';
import type { PlannedTest, StagePlan } from './plan/fuse.js';
import { placeOf } from './plan/place.js';
import type { PlanFacts } from './plan/plan-facts.js';
import { WireCoders } from './plan/wire-coders.js';
import { ShiftedClock } from './shifted-clock.js';

/** One thing that happens in a test. */
export type TestEvent =
  | {
      readonly kind: 'elements';
      readonly edges: readonly EdgeId[];
      readonly elements: readonly { readonly value: unknown; readonly metadata: Metadata }[];
    }
  | { readonly kind: 'watermark'; readonly edges: readonly EdgeId[]; readonly to: Instant }
  | { readonly kind: 'clock'; readonly advance: (clock: Clock) => void };

/** The events of the test streams of a plan; at their end event time is at its end. @throws BeamError */
export function testEvents(plan: StagePlan, facts: PlanFacts): TestEvent[] {
  return plan.tests.flatMap((test) => [...eventsOf(test, plan, facts)]);
}

function* eventsOf(test: PlannedTest, plan: StagePlan, facts: PlanFacts): Iterable<TestEvent> {
  const transform = plan.components.transforms[test.transform]!;
  const payload = TestStreamPayload.decode(transform.spec!.payload);
  const decode = elementReader(test, payload, plan, facts);
  const read = (bytes: Uint8Array): unknown => {
    try {
      return decode(bytes);
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_DECODE', {
        ...placeOf(transform),
        element: `(written by the coder ${payload.coderId}, read as one of the stream's output)`,
      });
    }
  };
  const tags = Object.keys(test.edges);
  const edgesOf = (tag: string): readonly EdgeId[] => {
    const edges = tags.length === 1 ? test.edges[tags[0]!] : test.edges[tag];
    if (edges !== undefined) return edges;
    throw new BeamError('E_BAD_PLAN', `A test's stream has no output "${tag}".`, placeOf(transform));
  };
  for (const { elementEvent, watermarkEvent, processingTimeEvent } of payload.events) {
    if (elementEvent !== undefined) {
      yield {
        kind: 'elements',
        edges: edgesOf(elementEvent.tag),
        elements: elementEvent.elements.map(({ encodedElement, timestamp }) => ({
          value: read(encodedElement),
          metadata: { ...ROOT_METADATA, timestamp: instantOf(timestamp) },
        })),
      };
    } else if (watermarkEvent !== undefined) {
      const to = instantOf(watermarkEvent.newWatermark);
      yield { kind: 'watermark', edges: edgesOf(watermarkEvent.tag), to };
    } else if (processingTimeEvent !== undefined) {
      const millis = Number(processingTimeEvent.advanceDuration);
      yield {
        kind: 'clock',
        advance(clock) {
          if (clock instanceof VirtualClock || clock instanceof ShiftedClock) clock.advance(millis);
        },
      };
    }
  }
  yield { kind: 'watermark', edges: Object.values(test.edges).flat(), to: MAX_TIMESTAMP };
}

/**
 * Reads the elements of a stream. Those of other SDKs are kept as bytes and mostly written without their own length,
 * since each is alone in its field (Java, Python); Go's have it: where every element is all that its own length says.
 */
function elementReader(
  { transform: id }: PlannedTest,
  { coderId, events }: TestStreamPayload,
  { components }: StagePlan,
  facts: PlanFacts,
): (bytes: Uint8Array) => unknown {
  const [output] = Object.values(components.transforms[id]!.outputs);
  const kept: Coder<any> = facts.coderOf(output!);
  const reader = new ByteReader(new Uint8Array());
  const decode = (bytes: Uint8Array): unknown => {
    reader.reset(bytes);
    return kept.decode(reader);
  };
  if (components.pcollections[output!]!.coderId === coderId) return decode;
  const wires = new WireCoders(components);
  const view = wires.viewOf(coderId);
  const isNested = (bytes: Uint8Array): boolean => {
    try {
      reader.reset(bytes);
      view.decode(reader);
      return reader.remaining === 0;
    } catch {
      return false;
    }
  };
  const all = events.flatMap(({ elementEvent }) => elementEvent?.elements ?? []);
  const mayBeNested = wires.isKnown(coderId) || components.coders[coderId]!.spec!.urn.startsWith('beam:go:');
  if (mayBeNested && all.every(({ encodedElement }) => isNested(encodedElement))) return decode;
  const writer = new ByteWriter();
  return (bytes) => {
    reader.reset(bytes);
    const value: unknown = view.decodeOuter(reader);
    writer.reset();
    view.encode(value, writer);
    return decode(writer.finish());
  };
}

/** Moments near the ends of time that have no name are as good as their neighbours. */
const instantOf = (millis: bigint): Instant => instantOfMillis(millis) ?? Number(millis);
