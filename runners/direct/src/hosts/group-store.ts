import type { BatchHandle, EdgeId } from '@hornbeam/engine';
import { BeamError, type ErrorPlace, type KV, MIN_TIMESTAMP, preview } from '@hornbeam/sdk/model';
import type { Cursor, Feed, Pace, Receiver } from '@hornbeam/sdk/worker';
import type { Groups, OpenGroup } from '../stores/groups.js';
import { checkKeyed } from './check-keyed.js';
import type { EdgeStore, EdgeWriter } from './edge-store.js';
import { paced } from './queue-store.js';

/** A grouping tells nobody what it holds before it is complete. */
const NOTHING = Object.freeze({ elements: 0, bytes: 0 });

/** A grouping between stages: pairs go in, groups come out when everything is there. */
export class GroupStore implements EdgeStore {
  readonly edge: EdgeId;
  private readonly groups: Groups;
  private readonly place: ErrorPlace;
  private delivered = 0;

  /** @param place the step that groups, for errors */
  constructor(edge: EdgeId, place: ErrorPlace, groups: Groups) {
    this.edge = edge;
    this.place = place;
    this.groups = groups;
  }

  get counts(): { in: number; out: number } {
    return { in: this.groups.valueCount, out: this.delivered };
  }

  writer(cursor: Cursor): EdgeWriter {
    const receiver = this.receiver(cursor);
    return { receiver, size: NOTHING, commit: () => undefined };
  }

  private receiver(cursor: Cursor): Receiver {
    const { groups, place } = this;
    const pushPair = (key: unknown, value: unknown): void => {
      try {
        groups.add(key, value, cursor.metadata);
      } catch (thrown) {
        throw BeamError.from(thrown, 'E_ENCODE', { ...place, element: preview({ key, value }) });
      }
    };
    const push = (element: KV<unknown, unknown>): void => {
      checkKeyed(element, place);
      pushPair(element.key, element.value);
    };
    return { push, pushPair };
  }

  seal(): BatchHandle[] {
    const elements = this.groups.seal();
    return elements === 0
      ? []
      : [{ id: 0, elements, bytes: this.groups.totalBytes, minTimestamp: MIN_TIMESTAMP }];
  }

  feed(): Feed {
    return {
      run: async (input: Receiver, cursor: Cursor, pace: Pace) => {
        const deliver = ({ key, values, metadata }: OpenGroup): Promise<void> | undefined => {
          cursor.metadata = metadata;
          this.delivered++;
          input.pushPair(key, values);
          return paced(pace);
        };
        const groups = this.groups.read();
        if (Symbol.asyncIterator in groups) {
          for await (const group of groups) await deliver(group);
          return;
        }
        for (const group of groups) {
          const wait = deliver(group);
          if (wait !== undefined) await wait;
        }
      },
    };
  }

  finished(): void {}

  close(): void {
    this.groups.close();
  }
}
