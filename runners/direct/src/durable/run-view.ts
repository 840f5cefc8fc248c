import { ByteReader, type Instant, preview } from '@hornbeam/sdk/model';
import type { StateView } from '@hornbeam/store';
import { codersOfText } from '../hosts/kept/coder-text.js';
import { ElementRun } from '../hosts/kept/element-run.js';
import { residualSpace } from '../hosts/kept/kept-residuals.js';
import { numberOf } from '../hosts/kept/number-key.js';
import { bytesText, type KeptSpace, keptSpace, keyText } from './kept-space.js';
import { type RunRecord, readRun } from './run-record.js';

/** How much is kept in one space. */
export interface SpaceSize extends KeptSpace {
  /** The name of the space. */
  readonly space: string;
  /** How many keys there are. */
  readonly count: number;
  /** Bytes of keys and values. */
  readonly bytes: number;
}

/** How far a stage of the run was. */
export interface StageWatermarks {
  /** The step at which the stage begins. */
  readonly step: string;
  readonly input: Instant;
  readonly output: Instant;
  readonly isDone: boolean;
}

/** What a source has yet to read. */
export interface SourcePosition {
  readonly step: string;
  readonly watermark: Instant;
  /** The element with its restriction, for people. */
  readonly position: string;
}

/** A run as it was after an epoch: what of it is known without the pipeline. */
export class RunView {
  /** Undefined in a store that holds no run yet. */
  readonly record: RunRecord | undefined;
  private readonly view: StateView;
  private readonly steps: ReadonlySet<string>;

  /** @throws BeamError `E_STATE_DIR` for a run of a newer build, `E_STATE_DAMAGED` `E_DISK` */
  constructor(view: StateView) {
    this.view = view;
    this.record = readRun(view);
    this.steps = statefulSteps([...Object.keys(this.record?.spaces ?? {}), ...view.spaces()]);
  }

  /** What the name of a space says. */
  about(space: string): KeptSpace {
    return keptSpace(space, this.steps);
  }

  /** A key of a space, for people. */
  keyText(space: string, key: Uint8Array): string {
    return keyText(this.about(space), this.codersOf(space), key);
  }

  /** Everything that is kept, by step, those of the run as a whole first. */
  spaces(): readonly SpaceSize[] {
    const sizes = this.view.spaces().map((space): SpaceSize => {
      let bytes = 0;
      for (const { key, bytes: value } of this.view.keys(space)) bytes += key.length + value;
      return { space, ...this.about(space), count: this.view.count(space), bytes };
    });
    return sizes.sort(
      (a, b) =>
        compareText(a.step ?? '', b.step ?? '') ||
        compareText(a.about, b.about) ||
        compareText(a.space, b.space),
    );
  }

  /** How far each stage was, in the order of the plan. */
  watermarks(): readonly StageWatermarks[] {
    return (this.record?.engine.stages ?? []).map(({ id, input, output, isDone }) => ({
      step: id.replace(/^stage:/, ''),
      input,
      output,
      isDone,
    }));
  }

  /** What sources have yet to read. @throws BeamError `E_STATE_DAMAGED` `E_DISK` */
  positions(): readonly SourcePosition[] {
    const prefix = residualSpace('');
    return this.view
      .spaces()
      .filter((space) => space.startsWith(prefix))
      .flatMap((space) =>
        [...this.view.entries(space)]
          .sort((a, b) => numberOf(b.key) - numberOf(a.key))
          .map(({ value }) => ({
            step: space.slice(prefix.length),
            watermark: new ByteReader(value).readFloat64(),
            position: positionText(this.codersOf(space), value.subarray(8)),
          })),
      );
  }

  private codersOf(space: string): string {
    return this.record?.spaces[space] ?? '';
  }
}

/** The steps that have state, by the names of spaces. */
function statefulSteps(spaces: readonly string[]): ReadonlySet<string> {
  return new Set(
    spaces.flatMap((space) =>
      ['keys ', 'windows '].flatMap((p) => (space.startsWith(p) ? [space.slice(p.length)] : [])),
    ),
  );
}

/** The rest of a source: its element is `((element, (restriction, watermark state)), size)`. */
function positionText(coders: string, bytes: Uint8Array): string {
  const [element, window] = codersOfText(coders);
  if (element === undefined || window === undefined) return bytesText(bytes);
  try {
    return [...new ElementRun(element, window).read(bytes)]
      .map(({ value }) => restrictionText(value))
      .join(' ');
  } catch {
    return bytesText(bytes);
  }
}

function restrictionText(sized: unknown): string {
  const parts = (sized as { key?: { key?: unknown; value?: { key?: unknown } } }).key;
  const restriction = parts?.value?.key;
  if (restriction === undefined) return preview(sized);
  const { key: element } = parts!;
  // A source that begins a pipeline reads an element without content.
  const isImpulse = element instanceof Uint8Array && element.length === 0;
  return isImpulse ? preview(restriction) : `${preview(element)} ${preview(restriction)}`;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
