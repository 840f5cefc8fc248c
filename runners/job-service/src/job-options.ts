import type { Struct, Value } from '@hornbeam/proto';
import { type PipelineOptionDescriptor, PipelineOptionType } from '@hornbeam/proto/services';
import { BeamError } from '@hornbeam/sdk/model';

/** The pipeline options that the runner has a use for; undefined where it is to choose. */
export interface JobOptions {
  readonly jobName?: string;
  readonly streaming?: boolean;
  /** Bundles at a time. */
  readonly parallelism?: number;
  /** Elements of a bundle, at most. */
  readonly maxBundleSize?: number;
  /** How long a source makes outputs before they are handed on, ms. */
  readonly maxBundleTimeMills?: number;
  /** Bytes that the job may hold in memory before it goes to disk. */
  readonly memoryBudget?: number;
  /** How long a job that is drained may come no further, ms. */
  readonly drainMillis?: number;
  readonly experiments?: readonly string[];
}

/** How an option looks to the SDKs. */
interface OptionEntry {
  readonly type: PipelineOptionType;
  readonly description: string;
  readonly defaultValue: string;
}

const { STRING, BOOLEAN, INTEGER, ARRAY } = PipelineOptionType;

/** By the field of {@link JobOptions}. Beam's own names where it has one. */
const entries: Readonly<Record<keyof JobOptions, OptionEntry>> = {
  jobName: { type: STRING, description: 'Name of the job in messages.', defaultValue: 'job' },
  streaming: {
    type: BOOLEAN,
    description: 'Run bounded input as if it were endless: results come as they are made.',
    defaultValue: 'false',
  },
  parallelism: { type: INTEGER, description: 'How many bundles run at a time.', defaultValue: '4' },
  maxBundleSize: {
    type: INTEGER,
    description: 'Elements of a bundle, at most. Without it 1000000, with endless input 10000.',
    defaultValue: '',
  },
  maxBundleTimeMills: {
    type: INTEGER,
    description: 'Milliseconds that an endless source makes outputs before they are handed on.',
    defaultValue: '100',
  },
  memoryBudget: {
    type: INTEGER,
    description: 'Bytes that the job holds in memory before it goes to disk. Without it a third of the heap.',
    defaultValue: '',
  },
  drainMillis: {
    type: INTEGER,
    description: 'Milliseconds that a job that is drained may come no further before it fails.',
    defaultValue: '30000',
  },
  experiments: { type: ARRAY, description: 'Experiments; none is known at present.', defaultValue: '' },
};

/** The options in the form of the Job API. */
export const optionDescriptors = (): PipelineOptionDescriptor[] =>
  Object.entries(entries).map(([field, entry]) => ({ name: snake(field), group: 'hornbeam', ...entry }));

/** Options of a job, and those that only others understand. */
export interface ReadOptions {
  readonly options: JobOptions;
  /** Names without prefix. */
  readonly unknown: readonly string[];
}

/**
 * Reads options as SDKs send them: under `beam:option:<name>:v1`, or under the bare name, in snake or in camel case. SDKs send all that
 * they know, so that what is null is as not given, and so are numbers below 1, by which they say "choose".
 * @throws BeamError `E_BAD_OPTION` for a value of another type
 */
export function readJobOptions({ fields }: Pick<Struct, 'fields'>): ReadOptions {
  const fieldOf = new Map(Object.keys(entries).map((field) => [snake(field), field as keyof JobOptions]));
  const options: Record<string, unknown> = {};
  const unknown: string[] = [];
  for (const [key, value] of Object.entries(fields)) {
    const name = snake(/^beam:option:(.+):v1$/s.exec(key)?.[1] ?? key);
    const field = fieldOf.get(name);
    if (field === undefined) unknown.push(name);
    else {
      const read = readValue(name, entries[field].type, value);
      if (read !== undefined) options[field] = read;
    }
  }
  return { options, unknown };
}

function readValue(name: string, type: PipelineOptionType, value: Value): unknown {
  const { stringValue, numberValue, boolValue, listValue } = value;
  const text = stringValue ?? numberValue?.toString() ?? boolValue?.toString();
  if (text === undefined && listValue === undefined && value.structValue === undefined) return undefined;
  if (type === STRING && text !== undefined) return text === '' ? undefined : text;
  if (type === BOOLEAN && text !== undefined && /^(true|false)$/i.test(text)) return /^t/i.test(text);
  if (type === INTEGER && text !== undefined && /^-?\d{1,15}$/.test(text)) {
    return Number(text) > 0 ? Number(text) : undefined;
  }
  if (type === ARRAY && text !== undefined) return text.split(',').filter((each) => each !== '');
  const texts = listValue?.values.map((each) => each.stringValue);
  if (type === ARRAY && texts?.every((each) => each !== undefined)) return texts;
  const kind = { [BOOLEAN]: 'true or false', [INTEGER]: 'a whole number', [ARRAY]: 'a list of texts' }[
    type as number
  ];
  throw new BeamError('E_BAD_OPTION', `The pipeline option ${name} is not ${kind ?? 'a text'}.`, {
    help: `give another value for --${name}, or none`,
  });
}

const snake = (name: string): string =>
  name.replace(
    /([a-z\d])([A-Z])/g,
    (_, before: string, letter: string) => `${before}_${letter.toLowerCase()}`,
  );
