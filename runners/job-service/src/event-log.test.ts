import { describe, expect, it } from 'vitest';
import { EventLog } from './event-log.js';

const never = new AbortController().signal;
const note = (count: number): string => `-${count}`;

async function all(entries: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const entry of entries) read.push(entry);
  return read;
}

describe('a log of events', () => {
  it('is read by everybody from its oldest entry on', async () => {
    const log = new EventLog<string>(10);
    log.add('a');
    const early = all(log.read(never, note));
    log.add('b');
    const late = all(log.read(never, note));
    log.end();
    expect(await early).toEqual(['a', 'b']);
    expect(await late).toEqual(['a', 'b']);
    expect(await all(log.read(never, note))).toEqual(['a', 'b']);
  });

  it('tells a slow reader how much it missed', async () => {
    const log = new EventLog<string>(2);
    log.add('0');
    const entries = log.read(never, note);
    expect((await entries.next()).value).toBe('0');
    for (let n = 1; n <= 7; n += 1) log.add(String(n));
    log.end();
    expect(await all(entries)).toEqual(['-5', '6', '7']);
  });

  it('takes nothing after its end', async () => {
    const log = new EventLog<string>(2);
    log.end();
    log.add('late');
    expect(await all(log.read(never, note))).toEqual([]);
  });

  it('lets a reader go that waits', async () => {
    const gone = new AbortController();
    const reading = all(new EventLog<string>(2).read(gone.signal, note));
    gone.abort();
    expect(await reading).toEqual([]);
  });
});
