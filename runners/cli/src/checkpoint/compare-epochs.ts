import { RunView } from '@hornbeam/direct';
import { BeamError } from '@hornbeam/sdk/model';
import { compareViews, type KeyChange, type StateView } from '@hornbeam/store';
import type { Host } from '../host.js';
import { byteSize, counted } from '../terminal/amounts.js';
import { writeJson, writeLines } from './output.js';
import type { StateFolder } from './state-folder.js';

/** How many keys of a space are shown where nobody asks for all. */
const SHOWN = 10;

/** Says which keys came, changed and left between two epochs, by step. @returns 0 */
export async function compareEpochs(
  state: StateFolder,
  flags: { readonly from?: number; readonly to?: number; readonly all?: boolean; readonly json?: boolean },
  host: Host,
): Promise<number> {
  const epochs = state.epochs();
  const from = flags.from ?? epochs[0]?.epoch;
  const to = flags.to ?? epochs.at(-1)?.epoch;
  if (from === undefined || to === undefined) return writeLines(host, ['no epochs yet']);
  if (from > to) {
    throw new BeamError('E_USAGE', `Epoch ${from} is later than epoch ${to}.`, {
      help: '--from names the earlier epoch, --to the later one',
    });
  }
  const before = state.at(from);
  try {
    const after = state.at(to);
    try {
      const spaces = changesBySpace(before, after);
      if (flags.json) return await writeJson(host, { from, to, spaces: spaces.map(jsonOf) });
      return await writeLines(host, linesOf(from, to, spaces, flags.all ? Number.POSITIVE_INFINITY : SHOWN));
    } finally {
      after.close();
    }
  } finally {
    before.close();
  }
}

/** What is different in one space. */
interface SpaceChanges {
  readonly space: string;
  readonly step: string | undefined;
  readonly about: string;
  readonly changes: readonly (KeyChange & { readonly text: string })[];
}

function changesBySpace(before: StateView, after: StateView): SpaceChanges[] {
  const runs = [new RunView(before), new RunView(after)] as const;
  const bySpace = new Map<string, (KeyChange & { text: string })[]>();
  for (const change of compareViews(before, after)) {
    const { space, key, kind } = change;
    const changes = bySpace.get(space) ?? [];
    changes.push({ ...change, text: runs[kind === 'removed' ? 0 : 1].keyText(space, key) });
    bySpace.set(space, changes);
  }
  return [...bySpace]
    .map(([space, changes]) => {
      const { step, about } = runs[1].about(space);
      return { space, step, about, changes };
    })
    .sort((a, b) => order(a) - order(b) || (`${a.step} ${a.about}` < `${b.step} ${b.about}` ? -1 : 1));
}

/** What belongs to the run as a whole comes first. */
const order = ({ step }: SpaceChanges): number => (step === undefined ? 0 : 1);

const count = ({ changes }: SpaceChanges, kind: KeyChange['kind']): number =>
  changes.filter((change) => change.kind === kind).length;

function jsonOf(changed: SpaceChanges): unknown {
  const { space, step, about, changes } = changed;
  const [added, same, removed] = (['added', 'changed', 'removed'] as const).map((kind) =>
    count(changed, kind),
  );
  const keys = changes.map(({ kind, key, text, before, after }) => ({
    kind,
    key: Buffer.from(key).toString('base64'),
    text,
    before: before ?? null,
    after: after ?? null,
  }));
  return { space, step: step ?? null, about, added, changed: same, removed, keys };
}

const signs = { added: '+', changed: '~', removed: '-' } as const;

function* linesOf(
  from: number,
  to: number,
  spaces: readonly SpaceChanges[],
  limit: number,
): Iterable<string> {
  if (spaces.length === 0) yield `nothing changed from epoch ${from} to ${to}`;
  for (const changed of spaces) {
    const counts = (['added', 'changed', 'removed'] as const)
      .map((kind) => [count(changed, kind), kind] as const)
      .filter(([number]) => number > 0)
      .map(([number, kind]) => `${number} ${kind}`);
    yield `${changed.step === undefined ? '' : `${changed.step}: `}${changed.about}  ${counts.join(', ')}`;
    for (const { kind, text, before, after } of changed.changes.slice(0, limit)) {
      const bytes = [before, after].filter((size) => size !== undefined).map(byteSize);
      yield `  ${signs[kind]} ${text}  ${[...new Set(bytes)].join(' -> ')}`;
    }
    if (changed.changes.length > limit)
      yield `    ${counted(changed.changes.length - limit, 'key')} more: --all`;
  }
}
