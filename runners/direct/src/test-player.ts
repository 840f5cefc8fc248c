import type { EdgeId, Engine } from '@hornbeam/engine';
import type { Clock } from '@hornbeam/sdk/construction';
import { ROOT_METADATA } from '@hornbeam/sdk/model';
import type { EdgeStore } from './hosts/edge-store.js';
import type { TestEvent } from './test-events.js';

/** What a {@link TestPlayer} plays on. */
export interface TestStage {
  readonly engine: Engine;
  readonly stores: ReadonlyMap<EdgeId, EdgeStore>;
  readonly clock: Clock;
  /** Tells the engine of an event, and carries out what it wants. */
  readonly tell: (event: () => ReturnType<Engine['clockMoved']>) => void;
}

/** Lets the streams of a test happen, one event after the other. */
export class TestPlayer {
  private readonly events: TestEvent[];
  private readonly stage: TestStage;

  constructor(events: readonly TestEvent[], stage: TestStage) {
    this.events = [...events];
    this.stage = stage;
  }

  get isOver(): boolean {
    return this.events.length === 0;
  }

  /** Lets the next event happen. */
  next(): void {
    const { engine, stores, clock, tell } = this.stage;
    const event = this.events.shift();
    switch (event?.kind) {
      case 'elements':
        for (const edge of event.edges) {
          const cursor = { metadata: ROOT_METADATA };
          const writer = stores.get(edge)!.writer(cursor);
          for (const { value, metadata } of event.elements) {
            cursor.metadata = metadata;
            writer.receiver.push(value);
          }
          const batch = writer.commit();
          if (batch !== undefined) tell(() => engine.rootAdded({ edge, batch }, clock.now()));
        }
        if (event.elements.length === 0) tell(() => engine.clockMoved(clock.now()));
        break;
      case 'watermark':
        for (const edge of event.edges) tell(() => engine.rootAdvanced(edge, event.to, clock.now()));
        break;
      case 'clock':
        event.advance(clock);
        tell(() => engine.clockMoved(clock.now()));
        break;
    }
  }
}
