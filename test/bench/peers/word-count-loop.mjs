/** The word count that a Node programmer writes by hand: readline, a regular expression and a Map. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** @returns {Promise<string[]>} lines `word: count` */
export async function wordCountLoop(file) {
  const counts = new Map();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    for (const word of line.toLowerCase().match(/[a-z']+/g) ?? [])
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const lines = [];
  for (const [word, count] of counts) lines.push(`${word}: ${count}`);
  return lines;
}
