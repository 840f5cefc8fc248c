/**
 * Asks a worker which windows become one, where that is code of its own (`beam:transform:merge_windows:v1`).
 *
 * Elements go there as `KV<nonce, iterable<window>>` and come back as `KV<nonce, KV<windows that stay,
 * iterable<KV<merged window, iterable<windows that it is made of>>>>>`; the nonce says which question it was.
 */
import {
  type Coder as CoderProto,
  FunctionSpec,
  IsBounded,
  type PCollection,
  type ProcessBundleDescriptor,
  PTransform,
} from '@hornbeam/proto';
import { RemoteGrpcPort } from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import {
  BeamError,
  type Coder,
  GLOBAL_WINDOWING,
  GlobalWindowCoder,
  IterableCoder,
  type KV,
  KvCoder,
  ROOT_METADATA,
  StringUtf8Coder,
  type Window,
  WindowedValueCoder,
  type WindowMerge,
} from '@hornbeam/sdk/model';
import { windowingProto } from '@hornbeam/sdk/translate';
import type { RemoteWorker } from '@hornbeam/workers';
import { SOURCE_PORT } from '../plan/descriptor.js';
import type { StagePlan } from '../plan/fuse.js';
import { askWorker } from './ask-worker.js';

/** What a {@link WindowMerges} is made from. */
export interface WindowMergesSettings {
  /** Of the descriptor. */
  readonly id: string;
  /** The windowing strategy in the plan. */
  readonly strategy: string;
  readonly plan: StagePlan;
  readonly wires: ReadonlyMap<string, string>;
  readonly address: string;
  /** Writes the windows. */
  readonly coder: Coder<Window>;
  readonly worker: (environment: string) => Promise<RemoteWorker>;
}

const SINK_PORT = 'sink';

type Answer = KV<string, KV<Iterable<Window>, Iterable<KV<Window, Iterable<Window>>>>>;

/** See the head of this file. */
export class WindowMerges {
  private readonly settings: WindowMergesSettings;
  private readonly descriptor: ProcessBundleDescriptor;
  private readonly question: Coder<unknown>;
  private readonly answer: Coder<unknown>;

  constructor(settings: WindowMergesSettings) {
    this.settings = settings;
    const { coder } = settings;
    const nonce = new StringUtf8Coder(); // a length and bytes, as the bytes that the worker takes it for
    const windows = new IterableCoder(coder);
    const global = new GlobalWindowCoder();
    const merged = new IterableCoder(new KvCoder(coder, windows));
    this.question = new WindowedValueCoder(new KvCoder(nonce, windows), global);
    this.answer = new WindowedValueCoder(new KvCoder(nonce, new KvCoder(windows, merged)), global);
    this.descriptor = this.describe();
  }

  /** Which of the windows of each list become one. @throws BeamError what the code of the worker throws */
  async ask(lists: readonly (readonly Window[])[]): Promise<readonly (readonly WindowMerge[])[]> {
    const { plan, strategy } = this.settings;
    const { environmentId } = plan.components.windowingStrategies[strategy]!;
    const worker = await this.settings.worker(environmentId);
    const { descriptor, question, answer } = this;
    const asked = lists.map((windows, i) => ({
      element: { key: String(i), value: windows },
      metadata: ROOT_METADATA,
    }));
    const answers = new Map<string, WindowMerge[]>();
    for (const { element } of await askWorker(
      worker,
      { descriptor, sink: SINK_PORT, question, answer },
      asked,
    )) {
      const { key, value } = element as Answer;
      const merges = Array.from(value.value, ({ key: into, value: from }) => ({ into, from: [...from] }));
      answers.set(key, merges);
    }
    return lists.map((_, i) => {
      const found = answers.get(String(i));
      if (found !== undefined) return found;
      throw new BeamError('E_WORKER', 'The worker was asked which windows become one, and left a key out.');
    });
  }

  private describe(): ProcessBundleDescriptor {
    const { id, strategy, plan, wires, address } = this.settings;
    const { components } = plan;
    const { windowFn, windowCoderId, environmentId } = components.windowingStrategies[strategy]!;
    const coders: Record<string, CoderProto> = { ...components.coders };
    const coder = (urn: string, ...componentCoderIds: string[]): string => {
      const name = `${urn}(${componentCoderIds.join(',')})`;
      coders[name] = { spec: { urn, payload: new Uint8Array() }, componentCoderIds };
      return name;
    };
    const nonce = coder(urns.coders.bytes);
    const global = coder(urns.coders.globalWindow);
    const window = wires.get(windowCoderId) ?? windowCoderId;
    const windows = coder(urns.coders.iterable, window);
    const question = coder(urns.coders.kv, nonce, windows);
    const merged = coder(urns.coders.iterable, coder(urns.coders.kv, window, windows));
    const answer = coder(urns.coders.kv, nonce, coder(urns.coders.kv, windows, merged));
    const collection = (uniqueName: string, coderId: string): PCollection => ({
      displayData: [],
      uniqueName,
      coderId,
      isBounded: IsBounded.BOUNDED,
      windowingStrategyId: GLOBAL,
    });
    const port = (urn: string, coderId: string) => ({
      urn,
      payload: RemoteGrpcPort.encode({
        apiServiceDescriptor: { url: address },
        coderId: coder(urns.coders.windowedValue, coderId, global),
      }).finish(),
    });
    return {
      id,
      transforms: {
        [SOURCE_PORT]: PTransform.create({
          uniqueName: SOURCE_PORT,
          spec: port(urns.ports.source, question),
          outputs: { out: 'questions' },
        }),
        merge: PTransform.create({
          uniqueName: `${strategy}/merge windows`,
          spec: { urn: urns.transforms.mergeWindows, payload: FunctionSpec.encode(windowFn!).finish() },
          inputs: { in: 'questions' },
          outputs: { out: 'answers' },
          environmentId,
        }),
        [SINK_PORT]: PTransform.create({
          uniqueName: SINK_PORT,
          spec: port(urns.ports.sink, answer),
          inputs: { in: 'answers' },
        }),
      },
      pcollections: {
        questions: collection('questions', question),
        answers: collection('answers', answer),
      },
      windowingStrategies: { [GLOBAL]: globalStrategy(global, environmentId) },
      coders,
      environments: components.environments,
    };
  }
}

/** The strategy of questions and answers. */
const GLOBAL = 'global';

const globalStrategy = (windowCoderId: string, environmentId: string) =>
  windowingProto(GLOBAL_WINDOWING, {
    windowCoderId,
    environmentId,
    nameOf: () => {
      throw new BeamError('E_INTERNAL', 'The global window has no code of its own.');
    },
  });
