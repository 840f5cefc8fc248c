import { createRequire } from 'node:module';
import { runners } from '../runners.js';
import { type Declared, exportsOf, methodsOf } from './declarations.js';

/** A part of a list, under a title of its own. */
export interface Section {
  readonly title: string;
  readonly items: readonly { readonly name: string; readonly about: string }[];
}

/** What `beam-run list` can list; each reads it from the packages that are installed. */
export const topics: Readonly<Record<string, () => Section[]>> = {
  io: () => {
    const all = [...declarationsOf('@hornbeam/sdk/io').values()];
    return [
      section("Sources, for p.read(…), from '@hornbeam/sdk/io'", all.filter(makes(/^Source$/))),
      section("Sinks, for .write(…), from '@hornbeam/sdk/io'", all.filter(makes(/^Sink$/))),
      section("Transforms, for .apply(…), from '@hornbeam/sdk/io'", all.filter(makes(/^PCollection$/))),
    ];
  },
  transforms: () => {
    const sdk = declarationsOf('@hornbeam/sdk');
    const methods = (name: string): Declared[] => {
      const declared = sdk.get(name);
      return declared === undefined ? [] : methodsOf(declared);
    };
    const all = [...sdk.values()];
    return [
      section('Beginnings, methods of the root p', methods('Root')),
      section('Methods of a PCollection', methods('PCollection')),
      section("Functions of several PCollections, from '@hornbeam/sdk'", all.filter(makes(/^PCollection$/))),
      section(
        "Aggregations, for combinePerKey and the like, from '@hornbeam/sdk'",
        all.filter(makes(/CombineFn$/)),
      ),
      section("Windows, for windowInto, from '@hornbeam/sdk'", all.filter(makes(/^WindowFn$/))),
    ];
  },
  triggers: () => [
    section(
      "Triggers, for the trigger of windowInto, from '@hornbeam/sdk'",
      sdkExports().filter(makes(/^\w*Trigger$/)),
    ),
  ],
  state: () => [
    section(
      "State of a key, for the uses of parDo, from '@hornbeam/sdk'",
      sdkExports().filter(makes(/^StateUse$/)),
    ),
  ],
  timers: () => [
    section(
      "Timers of a key, for the uses of parDo, from '@hornbeam/sdk'",
      sdkExports().filter(makes(/^TimerUse$/)),
    ),
  ],
  splittable: () => [
    section(
      "Splittable steps, and what their callbacks return, from '@hornbeam/sdk'",
      sdkExports().filter(makes(/^(SplittableDoFn|Continuation)$/)),
    ),
    section(
      "Restrictions and their trackers, from '@hornbeam/sdk'",
      sdkExports().filter((one) => makes(/^OffsetRange$/)(one) || isTracker(one)),
    ),
    section(
      "Watermark estimators, from '@hornbeam/sdk'",
      sdkExports().filter(makes(/^WatermarkEstimatorFactory$/)),
    ),
  ],
  testing: () => [
    section("For tests of pipelines, from '@hornbeam/sdk/testing'", [
      ...declarationsOf('@hornbeam/sdk/testing').values(),
    ]),
  ],
  runners: () => [
    {
      title: 'Runners, for --runner',
      items: runners.map(({ name, aliases, description }) => ({
        name: [name, ...aliases].join(', '),
        about: description,
      })),
    },
  ],
};

const sdkExports = (): Declared[] => [...declarationsOf('@hornbeam/sdk').values()];

const section = (title: string, declared: readonly Declared[]): Section => ({
  title,
  items: declared.map(({ name, about }) => ({ name, about })).sort((a, b) => (a.name < b.name ? -1 : 1)),
});

/** Whether a constant has this type, or a function gives it. */
const makes =
  (type: RegExp) =>
  ({ signature }: Declared): boolean => {
    const result = /^(?:.*(?:=> |\): )|: )([A-Za-z]+)(?:<.*>)?;$/s.exec(signature)?.[1];
    return result !== undefined && type.test(result);
  };

const isTracker = ({ signature }: Declared): boolean =>
  /^(?:extends|implements) \w+Tracker\b/.test(signature);

function declarationsOf(specifier: string): Map<string, Declared> {
  const entry = createRequire(import.meta.url).resolve(specifier);
  return exportsOf(entry.replace(/\.js$/, '.d.ts'));
}
