/** What every sink that is written by epochs must do, whatever its target (`EpochSink`). */
import type { EpochSink, SinkContext, SinkWriter } from '@hornbeam/sdk/construction';
import { describe, expect, test } from 'vitest';

/** A target of its own for one test. */
export interface SinkTarget<T> {
  readonly sink: EpochSink<T>;
  /** A row that holds a text. */
  readonly row: (text: string) => T;
  /** The texts that a reader sees, in the order in which they were written where the target has one. */
  readonly rows: () => Promise<string[]>;
  readonly close: () => Promise<void>;
}

/** What a kind of target cannot do. */
export interface SinkLimits {
  /** Only one owner may write there: another is refused. */
  readonly isOwned?: boolean;
  /** Readers do not see the rows in the order in which they came. */
  readonly isUnordered?: boolean;
}

const context = (owner = 'job/sink', isDurable = true): SinkContext => ({
  owner,
  run: 'run',
  epochs: 'commits',
  isDurable,
  log: () => undefined,
  signal: new AbortController().signal,
});

const texts = (epoch: number, count = 3): string[] =>
  Array.from({ length: count }, (_, n) => `${epoch}.${n}`);

/** Commits as runners do: what is away for now is tried again. */
async function persist<T>(writer: SinkWriter<T>, epoch: number, rows: T[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await writer.commit(epoch, rows);
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== 'E_UNAVAILABLE' || attempt === 5) throw thrown;
    }
  }
}

export function epochSinkContract<T>(
  name: string,
  target: () => Promise<SinkTarget<T>>,
  { isOwned = false, isUnordered = false }: SinkLimits = {},
): void {
  /** Runs a test with a target of its own, and checks the rows that are there when all writers are closed. */
  const holds = (
    behaviour: string,
    body: (
      open: (owner?: string, isDurable?: boolean) => Promise<SinkWriter<T>>,
      rows: (values: string[]) => T[],
    ) => Promise<string[]>,
  ): void =>
    test(behaviour, async () => {
      const { sink, row, rows, close } = await target();
      const writers: SinkWriter<T>[] = [];
      try {
        const open = async (owner?: string, isDurable?: boolean): Promise<SinkWriter<T>> => {
          const writer = await sink.open(context(owner, isDurable));
          writers.push(writer);
          return writer;
        };
        const expected = await body(open, (values) => values.map(row));
        // Those that were shut out may say so once more.
        for (const writer of writers) await writer.close().catch(() => undefined);
        const found = await rows();
        if (isUnordered) expect(found.sort()).toEqual(expected.sort());
        else expect(found).toEqual(expected);
      } finally {
        await close();
      }
    });

  describe(`a sink of the kind ${name}`, () => {
    holds('writes the rows of epochs, in order, also when numbers are left out', async (open, rows) => {
      const writer = await open();
      for (const epoch of [1, 2, 7]) await writer.commit(epoch, rows(texts(epoch)));
      return [1, 2, 7].flatMap((epoch) => texts(epoch));
    });

    holds('knows nothing of an owner who has not written', async (open) => {
      expect(await (await open()).lastCommitted()).toBeUndefined();
      return [];
    });

    holds('says after a restart which epoch it has', async (open, rows) => {
      const first = await open();
      await first.commit(4, rows(texts(4)));
      await first.close();
      const second = await open();
      expect(await second.lastCommitted()).toBe(4);
      await second.commit(5, rows(texts(5)));
      expect(await (await open()).lastCommitted()).toBe(5);
      return [...texts(4), ...texts(5)];
    });

    holds('writes an epoch once, however often it comes', async (open, rows) => {
      const first = await open();
      await first.commit(1, rows(texts(1)));
      await first.commit(1, rows(texts(1)));
      const second = await open();
      await second.commit(1, rows(texts(1)));
      await second.commit(2, rows(texts(2)));
      return [...texts(1), ...texts(2)];
    });

    holds('takes epochs without rows', async (open, rows) => {
      const writer = await open();
      await writer.commit(1, rows([]));
      await writer.commit(2, rows(texts(2)));
      await writer.commit(3, rows([]));
      return texts(2);
    });

    holds('shuts out the writer before: what that one writes comes to nothing', async (open, rows) => {
      const old = await open();
      await old.commit(1, rows(texts(1)));
      const young = await open();
      await expect(old.commit(2, rows(['of the old one']))).rejects.toSatisfy(
        ({ code }) => code === 'E_FENCED' || code === 'E_UNAVAILABLE',
      );
      await expect(old.commit(2, rows(['of the old one']))).rejects.toMatchObject({ code: 'E_FENCED' });
      await persist(young, 2, rows(texts(2)));
      await expect(old.commit(3, rows(['of the old one']))).rejects.toMatchObject({ code: 'E_FENCED' });
      await persist(young, 3, rows(texts(3)));
      return [1, 2, 3].flatMap((epoch) => texts(epoch));
    });

    holds('writes large epochs whole', async (open, rows) => {
      const writer = await open();
      await writer.commit(1, rows(texts(1, 12_345)));
      return texts(1, 12_345);
    });

    holds('leaves no mark for a run that keeps nothing', async (open, rows) => {
      const writer = await open('step', false);
      await writer.commit(1, rows(texts(1)));
      await writer.close();
      const again = await open('step', false);
      expect(await again.lastCommitted()).toBeUndefined();
      await again.commit(1, rows(texts(2)));
      return [...texts(1), ...texts(2)];
    });

    if (isOwned) {
      holds('refuses another owner', async (open, rows) => {
        await (await open('one/sink')).commit(1, rows(texts(1)));
        await expect(open('two/sink')).rejects.toMatchObject({ code: 'E_DUPLICATE_OUTPUT' });
        return texts(1);
      });
    } else {
      holds('keeps owners apart', async (open, rows) => {
        const one = await open('one/sink');
        await one.commit(3, rows(texts(3)));
        const two = await open('two/sink');
        expect(await two.lastCommitted()).toBeUndefined();
        await two.commit(1, rows(texts(1)));
        await one.commit(4, rows(texts(4)));
        return [...texts(3), ...texts(1), ...texts(4)];
      });
    }
  });
}
