import type { Pipeline } from '@hornbeam/sdk';
import { BeamError } from '@hornbeam/sdk/model';
import { type DeclaredOptions, findOption } from './declared-options.js';
import { optionValue, otherReadings } from './option-value.js';
import { camel, kebab, nearest } from './spelling.js';
import type { GivenOptions } from './split-arguments.js';

/** The prefix of environment variables that set options: `BEAM_OPT_INPUT_FILE` sets `inputFile`. */
export const ENVIRONMENT_PREFIX = 'BEAM_OPT_';

/** Where the options of a pipeline come from, strongest first. */
export interface OptionSources {
  /** Flags after the file. */
  readonly given: GivenOptions;
  /** Texts `name=value` of `--set`. */
  readonly set: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the options file holds, if there is one. */
  readonly file: Readonly<Record<string, unknown>>;
}

/** Options before their schema has seen them. */
export interface RawOptions {
  readonly values: Readonly<Record<string, unknown>>;
  /** Environment variables that name no option of the pipeline. */
  readonly unused: readonly string[];
}

/**
 * The raw options of a pipeline: flags, then `--set`, then the environment, then the options file; defaults
 * are the schema's. Text becomes what the option declares; where the schema does not say, the text itself is
 * tried first, and other readings only for options that the schema refuses.
 * @throws BeamError `E_USAGE` for names that the pipeline does not have
 */
export async function rawOptions(
  schema: Pipeline['options'],
  options: DeclaredOptions,
  sources: OptionSources,
): Promise<RawOptions> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(sources.file)) {
    values[nameOf(name, options, 'The options file')] = value;
  }
  const texts = new Map<string, readonly (string | boolean)[]>();
  const unused: string[] = [];
  for (const [variable, value] of Object.entries(sources.env)) {
    if (!variable.startsWith(ENVIRONMENT_PREFIX) || value === undefined) continue;
    const name = variable.slice(ENVIRONMENT_PREFIX.length);
    const option = findOption(options, name);
    // Set once for several pipelines, so a name that one of them does not have is no mistake.
    if (option === undefined && !options.open) unused.push(variable);
    else texts.set(option?.name ?? camel(name), [value]);
  }
  for (const [name, value] of settings(sources.set, options)) texts.set(name, value);
  for (const [name, value] of sources.given) texts.set(findOption(options, name)?.name ?? camel(name), value);
  for (const [name, value] of texts) {
    const option = findOption(options, name);
    values[name] = option === undefined ? (value.length > 1 ? value : value[0]) : optionValue(value, option);
  }
  const doubtful = new Map(
    [...texts].filter(([name]) => (findOption(options, name)?.types.length ?? 0) === 0),
  );
  return { values: await readOtherwise(schema, values, doubtful), unused };
}

/** The options that `--set` gives, those of one name together. */
function settings(set: readonly string[], options: DeclaredOptions): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const setting of set) {
    const equals = setting.indexOf('=');
    if (equals <= 0) {
      throw new BeamError('E_USAGE', `--set takes name=value, not "${setting}".`, {
        help: 'write --set input=data.txt',
      });
    }
    const name = nameOf(setting.slice(0, equals), options, '--set');
    found.set(name, [...(found.get(name) ?? []), setting.slice(equals + 1)]);
  }
  return found;
}

/** The name that the pipeline has for an option. */
function nameOf(name: string, options: DeclaredOptions, source: string): string {
  const option = findOption(options, name);
  if (option !== undefined) return option.name;
  if (options.open) return name;
  const near = nearest(
    kebab(name),
    options.list.map((each) => kebab(each.name)),
  );
  throw new BeamError('E_USAGE', `${source} names "${name}", which is no option of the pipeline.`, {
    help: near === undefined ? 'beam-run <file> --help lists them' : `did you mean "${near}"?`,
  });
}

/**
 * Options whose types nobody declared and whose text the schema refuses, read in other ways until it does not.
 * What it takes as text stays text, so that nothing is turned into a number behind the pipeline's back.
 */
async function readOtherwise(
  schema: Pipeline['options'],
  values: Readonly<Record<string, unknown>>,
  doubtful: GivenOptions,
): Promise<Readonly<Record<string, unknown>>> {
  if (schema === undefined || doubtful.size === 0) return values;
  const refused = async (candidate: Readonly<Record<string, unknown>>): Promise<Set<string>> => {
    const { issues } = await schema['~standard'].validate(candidate);
    return new Set((issues ?? []).map(({ path }) => String(keyOf(path?.[0]))));
  };
  let best = values;
  const bad = await refused(values);
  for (const [name, texts] of doubtful) {
    if (!bad.has(name)) continue;
    for (const reading of otherReadings(texts)) {
      const candidate = { ...best, [name]: reading };
      if ((await refused(candidate)).has(name)) continue;
      best = candidate;
      break;
    }
  }
  return best;
}

const keyOf = (part: unknown): unknown =>
  typeof part === 'object' && part !== null && 'key' in part ? part.key : part;
