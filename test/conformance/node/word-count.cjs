// The word count of the npm package apache-beam 2.49.0, by its own portable runner: node word-count.cjs <host:port>
const beam = require('apache-beam');
const { PortableRunner } = require('apache-beam/runners/portable_runner/runner');
const { countPerElement } = require('apache-beam/transforms/group_and_combine');

/** Counts of words, as the steps of the pipeline saw them; steps run in this process. */
const counted = new Map();
globalThis.note = ({ element, count }) => counted.set(element, Number(count));

async function main([endpoint]) {
  const runner = new PortableRunner({ jobEndpoint: endpoint, environmentType: 'LOOPBACK' });
  const result = await runner.run((root) => {
    root
      .apply(beam.create(['a b c', 'b c', 'c']))
      .flatMap(beam.withName('words', (line) => line.split(' ')))
      .apply(countPerElement())
      .map(beam.withName('note', (pair) => globalThis.note(pair)));
  });
  const state = await result.waitUntilFinish();
  console.log(JSON.stringify({ state, counted: Object.fromEntries([...counted].sort()) }));
  process.exit(0); // its worker pool would go on
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
