import { BeamError } from '@hornbeam/sdk/model';

const unitMillis: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The longest time that a timer of Node can wait, ms. */
const LONGEST = 2 ** 31 - 1;

/**
 * Milliseconds of a time limit such as `90s`; a number alone is seconds.
 * @param flag what it was given for, such as `--timeout`
 * @throws BeamError `E_USAGE`
 */
export function timeLimit(text: string, flag: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text);
  const millis = Math.round(Number(match?.[1]) * (unitMillis[match?.[2] ?? 's'] as number));
  if (match !== null && millis > 0 && millis <= LONGEST) return millis;
  throw new BeamError('E_USAGE', `${flag} cannot be "${text}".`, {
    help: "write a length of time such as '90s', '10m' or '2h', of 24 days at most",
  });
}

const unitBytes: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1000,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1000 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1000 ** 3,
  gib: 1024 ** 3,
};

/**
 * Bytes of a size such as `512MB`, `1.5GiB`, `64k`.
 * @param flag what it was given for, such as `--memory-budget`
 * @throws BeamError `E_USAGE`
 */
export function byteSize(text: string, flag: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = unitBytes[match?.[2]?.toLowerCase() ?? '?'];
  const bytes = match === null || unit === undefined ? 0 : Math.round(Number(match[1]) * unit);
  if (bytes > 0) return bytes;
  throw new BeamError('E_USAGE', `${flag} cannot be "${text}".`, {
    help: "write a size such as '512MiB' or '2GB'",
  });
}
