const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** A number with its thousands apart: `1,234,567`. */
export const amount = (n: number): string => grouped.format(n);

/** A number of things: `1 step`, `1,200 steps`. */
export const counted = (n: number, thing: string): string => `${amount(n)} ${thing}${n === 1 ? '' : 's'}`;

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
