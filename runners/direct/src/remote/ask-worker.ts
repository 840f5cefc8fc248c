import type { ProcessBundleDescriptor } from '@hornbeam/proto';
import { ElementReader, ElementWriter } from '@hornbeam/sdk/fn-api';
import { ByteWriter, type Coder, type Metadata } from '@hornbeam/sdk/model';
import type { RemoteWorker } from '@hornbeam/workers';
import { SOURCE_PORT } from '../plan/descriptor.js';

/** An element and its metadata. */
export interface AskedElement {
  readonly element: unknown;
  readonly metadata: Metadata;
}

/** A bundle that is run for what it answers, outside of the flow of elements. */
export interface Question {
  readonly descriptor: ProcessBundleDescriptor;
  /** Its only sink. */
  readonly sink: string;
  /** Windowed values in, and out. */
  readonly question: Coder<any>;
  readonly answer: Coder<any>;
}

/** Sends elements to a worker, and gives what it makes of them. @throws BeamError */
export async function askWorker(
  worker: RemoteWorker,
  { descriptor, sink, question, answer }: Question,
  elements: Iterable<AskedElement>,
): Promise<AskedElement[]> {
  worker.describe(descriptor);
  const answers: AskedElement[] = [];
  const reader = new ElementReader(answer);
  const bundle = worker.begin({
    descriptorId: descriptor.id,
    outputs: [{ transformId: sink }],
    onElements(_, bytes) {
      reader.begin(bytes);
      while (reader.hasMore) {
        const element = reader.next();
        answers.push({ element, metadata: reader.metadata });
      }
    },
    onTimers: () => undefined,
    onState: ({ id }) => ({ id, error: 'There is no state for this bundle.' }),
    place: {},
  });
  const bytes = new ByteWriter();
  const writer = new ElementWriter(question);
  for (const { element, metadata } of elements) writer.write(element, metadata, bytes);
  bundle.sendElements(SOURCE_PORT, bytes.finish(), false);
  bundle.sendElements(SOURCE_PORT, new Uint8Array(), true);
  await bundle.done;
  return answers;
}
