import { pipeline } from '@hornbeam/sdk';
import { print } from '@hornbeam/sdk/io';

/** MinimalWordCount: counts the words of two lines and prints them. */
export default pipeline((p) => {
  p.create(['To be, or not to be,', 'that is the question.'])
    .flatMap((line) => line.toLowerCase().match(/[a-z']+/g) ?? [])
    .countPerElement()
    .map(({ key, value }) => `${key}: ${value}`)
    .write(print());
});
