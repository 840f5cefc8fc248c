import { Struct, type Value } from '@hornbeam/proto';

/** A value of a pipeline option. */
export type OptionValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;

/** Pipeline options by name, in snake case, as Beam's SDKs spell them. */
export type PipelineOptions = Readonly<Record<string, OptionValue>>;

/** Options as job services read them: a Struct with keys `beam:option:<name>:v1`. */
export function optionsStruct(options: PipelineOptions): Struct {
  return Struct.create({
    fields: Object.fromEntries(
      Object.entries(options).map(([name, value]) => [`beam:option:${name}:v1`, optionValue(value)]),
    ),
  });
}

function optionValue(value: OptionValue): Value {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { numberValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (Array.isArray(value)) return { listValue: { values: value.map((each: string) => optionValue(each)) } };
  const fields = Object.entries(value).map(([name, each]) => [name, optionValue(each as string)] as const);
  return { structValue: { fields: Object.fromEntries(fields) } };
}
