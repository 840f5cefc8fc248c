const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** A number with its thousands apart: `1,234,567`. */
export const amount = (n: number): string => grouped.format(n);

/** A rate in few characters: `950/s`, `1.2k/s`, `3.4M/s`. */
export function rate(perSecond: number): string {
  if (perSecond >= 1e6) return `${short(perSecond / 1e6)}M/s`;
  if (perSecond >= 1e3) return `${short(perSecond / 1e3)}k/s`;
  return `${Math.round(perSecond)}/s`;
}

const short = (n: number): string => (n < 99.95 ? n.toFixed(1) : Math.round(n).toString());

/** Bytes in the largest unit that fits: `512 B`, `1.5 MiB`. */
export function byteSize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** A length of time for people: `0.4 s`, `12.3 s`, `2 min 5 s`, `1 h 3 min`. */
export function elapsed(millis: number): string {
  const seconds = millis / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
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

/** Bytes of a text such as `512MB`, `1.5GiB`, `64k`; undefined when it is none. */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = unitBytes[match?.[2]?.toLowerCase() ?? '?'];
  return match === null || unit === undefined ? undefined : Math.round(Number(match[1]) * unit);
}
