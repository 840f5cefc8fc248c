import { urns } from '@hornbeam/proto/urns';
import { ByteReader } from '../../../model/coders/byte-reader.js';
import { ByteWriter } from '../../../model/coders/byte-writer.js';
import type { Coder } from '../../../model/coders/coder.js';
import { KvCoder } from '../../../model/coders/kv.js';
import { BeamError } from '../../../model/errors.js';
import type { KV } from '../../../model/kv.js';
import { CacheEntry, type StateCache } from './state-cache.js';
import type { StateChannel } from './state-channel.js';
import type { SideInputLayout } from './state-layout.js';

/** The elements of a side input in one window, which may stay as long as a token of the runner's counts. */
export class KeptSideInput extends CacheEntry {
  readonly elements: readonly unknown[];
  private readonly name: string;
  private readonly cache: StateCache;

  /** @param name by which the cache finds it */
  constructor(cache: StateCache, name: string, elements: readonly unknown[]) {
    super();
    this.cache = cache;
    this.name = name;
    this.elements = elements;
  }

  evicted(): void {
    if (this.cache.sideInputs.get(this.name) === this) this.cache.sideInputs.delete(this.name);
  }
}

/** The elements of a side input, and the bytes they were read from. */
export interface ReadSideInput {
  readonly elements: readonly unknown[];
  readonly bytes: number;
}

/** Where a side input is read. */
export interface SideInputPlace {
  readonly channel: StateChannel;
  readonly instructionId: string;
  /** Of the side input itself, by its coder. */
  readonly window: Uint8Array;
}

/** So many keys of a multimap are asked for before the answers to the first must be there. */
const KEYS_AT_ONCE = 1000;

/**
 * Reads all elements of a side input in a window; of one that the runner gives by key, key by key.
 * @throws BeamError `E_SERVICE` `E_DECODE`, and `E_UNSUPPORTED` for another way to give it
 */
export async function readSideInput(side: SideInputLayout, at: SideInputPlace): Promise<ReadSideInput> {
  try {
    switch (side.access) {
      case urns.sideInputs.iterable:
        return await readElements(side, at);
      case urns.sideInputs.multimap:
        return await readByKey(side, at);
    }
  } catch (thrown) {
    throw BeamError.from(thrown).at(side.place);
  }
  throw new BeamError(
    'E_UNSUPPORTED',
    `The worker cannot read a side input by "${side.access}".`,
    side.place,
  );
}

async function readElements(
  { transformId, name, coder }: SideInputLayout,
  { channel, instructionId, window }: SideInputPlace,
): Promise<ReadSideInput> {
  const bytes = await channel.readAll(instructionId, {
    iterableSideInput: { transformId, sideInputId: name, window },
  });
  return { elements: decodeAll(coder, bytes), bytes: bytes.length };
}

async function readByKey(
  { transformId, name, coder, place }: SideInputLayout,
  { channel, instructionId, window }: SideInputPlace,
): Promise<ReadSideInput> {
  if (!(coder instanceof KvCoder)) {
    throw new BeamError('E_BAD_PLAN', `The side input "${name}" is read by key, and its coder is not kv.`, {
      ...place,
      help: 'the plan was not written by this SDK, or is damaged',
    });
  }
  const { key: keyCoder, value: valueCoder } = coder as KvCoder<unknown, unknown>;
  const keys = decodeAll(
    keyCoder,
    await channel.readAll(instructionId, {
      multimapKeysSideInput: { transformId, sideInputId: name, window },
    }),
  );
  const elements: KV<unknown, unknown>[] = [];
  let total = 0;
  const writer = new ByteWriter();
  for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
    const some = keys.slice(from, from + KEYS_AT_ONCE);
    const contents = await Promise.all(
      some.map((of) => {
        writer.reset();
        keyCoder.encode(of, writer);
        return channel.readAll(instructionId, {
          multimapSideInput: { transformId, sideInputId: name, window, key: writer.finish() },
        });
      }),
    );
    for (const [i, bytes] of contents.entries()) {
      const key = some[i];
      total += bytes.length;
      for (const value of decodeAll(valueCoder, bytes)) elements.push({ key, value });
    }
  }
  return { elements, bytes: total };
}

function decodeAll(coder: Coder<unknown>, bytes: Uint8Array): unknown[] {
  const reader = new ByteReader(bytes);
  const values: unknown[] = [];
  while (reader.remaining > 0) values.push(coder.decode(reader));
  return values;
}
