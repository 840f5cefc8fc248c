/**
 * What a stream of a test (`beam:transform:teststream:v1`) does, one event after the other.
 */
import type { EdgeId } from '@hornbeam/engine';
import { TestStreamPayload } from '@hornbeam/proto';
import { type Clock, VirtualClock } from '@hornbeam/sdk/construction';
import {
  BeamError,
  ByteReader,
  type Coder,
  type Instant,
  instantOfMillis,
  MAX_TIMESTAMP,
  type Metadata,
  ROOT_METADATA,
} from '@hornbeam/sdk/model';
import { coderFromPlan, type LiveParts } from '@hornbeam/sdk/translate';
import type { PlannedTest, StagePlan } from './plan/fuse.js';
import { placeOf } from './plan/place.js';

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
export function testEvents(plan: StagePlan, live: LiveParts): TestEvent[] {
  return plan.tests.flatMap((test) => [...eventsOf(test, plan, live)]);
}

function* eventsOf(test: PlannedTest, { components }: StagePlan, live: LiveParts): Iterable<TestEvent> {
  const transform = components.transforms[test.transform]!;
  const payload = TestStreamPayload.decode(transform.spec!.payload);
  const coder: Coder<any> = coderFromPlan(payload.coderId, components.coders, live.coders);
  const reader = new ByteReader(new Uint8Array());
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
        elements: elementEvent.elements.map(({ encodedElement, timestamp }) => {
          reader.reset(encodedElement);
          return {
            value: coder.decode(reader),
            metadata: { ...ROOT_METADATA, timestamp: instantOf(timestamp) },
          };
        }),
      };
    } else if (watermarkEvent !== undefined) {
      const to = instantOf(watermarkEvent.newWatermark);
      yield { kind: 'watermark', edges: edgesOf(watermarkEvent.tag), to };
    } else if (processingTimeEvent !== undefined) {
      const millis = Number(processingTimeEvent.advanceDuration);
      yield {
        kind: 'clock',
        advance(clock) {
          if (clock instanceof VirtualClock) clock.advance(millis);
        },
      };
    }
  }
  yield { kind: 'watermark', edges: Object.values(test.edges).flat(), to: MAX_TIMESTAMP };
}

/** Moments near the ends of time that have no name are as good as their neighbours. */
const instantOf = (millis: bigint): Instant => instantOfMillis(millis) ?? Number(millis);
