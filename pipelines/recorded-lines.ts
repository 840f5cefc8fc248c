import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The lines of a text file one after the other, without their ends; of a gzip file too. */
export async function* recordedLines(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of opened(path).setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** Whatever goes wrong with the file is thrown to who reads the text. */
function opened(path: string): Readable {
  const bytes = createReadStream(path);
  return path.endsWith('.gz') ? pipeline(bytes, createGunzip(), () => {}) : bytes;
}
