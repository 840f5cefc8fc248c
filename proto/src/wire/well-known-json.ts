import type { Duration, ListValue, Struct, Timestamp, Value } from '../gen/well-known.js';
import { whichValue } from '../gen/well-known.js';
import type { Json } from './to-json.js';

/** The years 1 to 9999, which is what RFC 3339 can say, in seconds since 1970. */
const firstSecond = -62135596800n;
const lastSecond = 253402300799n;

/** Messages whose JSON form is not an object of their fields, by full name. */
export const wellKnownJson: Readonly<Record<string, (message: any) => Json>> = {
  'google.protobuf.Timestamp': timestampJson,
  'google.protobuf.Duration': durationJson,
  'google.protobuf.Struct': structJson,
  'google.protobuf.Value': valueJson,
  'google.protobuf.ListValue': (message: ListValue) => message.values.map(valueJson),
};

/** RFC 3339 with as many groups of three decimals as are needed, or the fields where the year has no such form. */
function timestampJson({ seconds, nanos }: Timestamp): Json {
  if (seconds < firstSecond || seconds > lastSecond) return { seconds: seconds.toString(), nanos };
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}${fraction(nanos)}Z`;
}

function durationJson({ seconds, nanos }: Duration): Json {
  const sign = seconds < 0n || nanos < 0 ? '-' : '';
  const whole = seconds < 0n ? -seconds : seconds;
  return `${sign}${whole}${fraction(Math.abs(nanos))}s`;
}

function fraction(nanos: number): string {
  if (nanos === 0) return '';
  return `.${nineDigits(nanos).replace(/(000){1,2}$/, '')}`;
}

function nineDigits(nanos: number): string {
  return String(nanos).padStart(9, '0');
}

function structJson({ fields }: Struct): Json {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, valueJson(value)]));
}

function valueJson(value: Value): Json {
  switch (whichValue(value)) {
    case 'numberValue':
      return value.numberValue as number;
    case 'stringValue':
      return value.stringValue as string;
    case 'boolValue':
      return value.boolValue as boolean;
    case 'structValue':
      return structJson(value.structValue as Struct);
    case 'listValue':
      return (value.listValue as ListValue).values.map(valueJson);
    default:
      return null;
  }
}
