// Steps that runners' plans add to those of the user: they have no callback, only a URN.

import { ParDoPayload, type ProcessBundleDescriptor, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { describe, expect, it } from 'vitest';
import { buildGraph, pipeline } from '../../api/index.js';
import { ByteWriter } from '../../model/coders/byte-writer.js';
import { ROOT_METADATA } from '../../model/metadata.js';
import { coderFromPlan } from '../../translate/coders.js';
import { toPlan } from '../../translate/to-proto.js';
import { BundleProcessor } from '../bundle-processor.js';
import { MetricCells } from '../metric-cells.js';
import { receiver } from '../receiver.js';

interface Pushed {
  readonly element: unknown;
  readonly isFirst?: boolean;
}

/** A processor of one added step before a collection of numbers. */
async function processorOf(urn: string) {
  const plan = toPlan(
    await buildGraph(
      pipeline((p) => {
        p.impulse()
          .map(() => 0)
          .named('Numbers');
      }),
    ),
  );
  const { transforms, ...components } = plan.pipeline.components!;
  const numbers = transforms.Numbers!.outputs.main!;
  const port = (of: string) => ({ urn: of, payload: new Uint8Array() });
  const descriptor: ProcessBundleDescriptor = {
    id: 'stage',
    ...components,
    pcollections: {
      ...components.pcollections,
      incoming: { ...components.pcollections[numbers]!, uniqueName: 'incoming' },
    },
    transforms: {
      source: PTransform.create({ spec: port(urns.ports.source), outputs: { out: 'incoming' } }),
      added: PTransform.create({
        uniqueName: 'added',
        spec: {
          urn: urns.transforms.parDo,
          payload: ParDoPayload.encode({ doFn: { urn } }).finish(),
        },
        inputs: { input: 'incoming' },
        outputs: { main: numbers },
      }),
      sink: PTransform.create({ spec: port(urns.ports.sink), inputs: { in: numbers } }),
    },
  };
  const sent: unknown[] = [];
  const notAsked = (): never => {
    throw new Error('an added step has no state, timers or side inputs');
  };
  const processor = new BundleProcessor(descriptor, plan, {
    sideInput: notAsked,
    sideInputVersion: () => 0,
    isBundleFull: () => false,
    state: notAsked,
    timers: notAsked,
    sink: () => receiver((value) => sent.push(value)),
    metrics: new MetricCells(),
    log: () => undefined,
    now: () => 0,
    signal: new AbortController().signal,
    wait: async () => undefined,
    newName: () => 'name',
    combineBytes: 0,
    breathe: () => undefined,
  });
  const coder = coderFromPlan(components.pcollections[numbers]!.coderId, components.coders, plan.coders);
  return {
    coder,
    sent,
    counts: () => {
      const { elementsIn, elementsOut } = processor.stats.get('added')!;
      return { elementsIn, elementsOut };
    },
    process: (...pushed: readonly Pushed[]) =>
      processor.process({
        feeds: new Map([
          [
            'source',
            {
              run(input, cursor) {
                for (const { element, isFirst = true } of pushed) {
                  cursor.metadata = { ...ROOT_METADATA, pane: { ...ROOT_METADATA.pane, isFirst } };
                  input.push(element);
                }
              },
            },
          ],
        ]),
      }),
  };
}

/** Values that can be walked only. */
function* values(...some: number[]): Generator<number> {
  yield* some;
}

describe('a step that passes filled panes on', () => {
  it('drops an empty group that is the first pane of its window', async () => {
    const { process, sent, counts } = await processorOf(urns.hornbeam.filledPanes);
    await process(
      { element: { key: 'list', value: [] } },
      { element: { key: 'walked', value: { [Symbol.iterator]: () => values() } } },
    );
    expect(sent).toEqual([]);
    expect(counts()).toEqual({ elementsIn: 2, elementsOut: 0 });
  });

  it('keeps empty groups of later panes, and every group with something in it', async () => {
    const { process, sent, counts } = await processorOf(urns.hornbeam.filledPanes);
    const walked = { key: 'walked', value: { [Symbol.iterator]: () => values(1) } };
    await process(
      { element: { key: 'again', value: [] }, isFirst: false },
      { element: { key: 'list', value: [1] } },
      { element: walked },
    );
    expect(sent).toEqual([{ key: 'again', value: [] }, { key: 'list', value: [1] }, walked]);
    expect(counts()).toEqual({ elementsIn: 3, elementsOut: 3 });
  });
});

describe('a step that decodes', () => {
  it('reads elements by the coder of what it makes', async () => {
    const { coder, process, sent } = await processorOf(urns.hornbeam.decode);
    const bytesOf = (value: unknown): Uint8Array => {
      const writer = new ByteWriter();
      coder.encode(value, writer);
      return writer.finish();
    };
    await process(...[7, 300, -1].map((n) => ({ element: bytesOf(n) })));
    expect(sent).toEqual([7, 300, -1]);
  });
});
