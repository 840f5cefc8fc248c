import { BeamError } from '@hornbeam/sdk/model';
import { bytesOf, joined, textOf } from './byte-text.js';

/** One answer holds so many bytes, but at least one piece. */
const PAGE_BYTES = 4 * 1024 * 1024;

/** A page of what was asked for, and the token for the next one; an empty token says that there is none. */
export interface Page {
  readonly data: Uint8Array;
  readonly continuationToken: Uint8Array;
}

/** What is larger than a page is read page by page: readings that are under way in one bundle. */
export class Pages {
  private readonly readings = new Map<string, Iterator<Uint8Array>>();
  private nextId = 0;

  /** The first page of some pieces. What changes meanwhile is not seen in the pages that follow. */
  first(pieces: Iterable<Uint8Array>): Page {
    return this.page(pieces[Symbol.iterator](), undefined);
  }

  /** The page of a token that an earlier page gave. @throws BeamError `E_WORKER` for any other */
  next(token: Uint8Array): Page {
    const name = textOf(token);
    const reading = this.readings.get(name);
    if (reading === undefined) {
      throw new BeamError(
        'E_WORKER',
        'The worker asks for a page of state by a token that it was not given.',
      );
    }
    this.readings.delete(name);
    return this.page(reading, name);
  }

  private page(reading: Iterator<Uint8Array>, name: string | undefined): Page {
    const chunks: Uint8Array[] = [];
    for (let size = 0; size < PAGE_BYTES; ) {
      const { value, done } = reading.next();
      if (done === true) return { data: joined(chunks), continuationToken: new Uint8Array() };
      chunks.push(value);
      size += value.length;
    }
    const token = name ?? `page-${this.nextId++}`;
    this.readings.set(token, reading);
    return { data: joined(chunks), continuationToken: bytesOf(token) };
  }
}
