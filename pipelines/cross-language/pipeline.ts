import {
  external,
  javaService,
  pipeline,
  python,
  pythonService,
  pythonTransform,
  schemaTransform,
} from '@hornbeam/sdk';
import { writeText } from '@hornbeam/sdk/io';
import { z } from 'zod';

const options = z.object({
  count: z.coerce.number().int().positive().default(10).describe('How many numbers Java makes'),
  output: z.string().default('cubes').describe('Where the lines go: the beginning of the names of files'),
});

/** Three languages in one pipeline: Java makes numbers, TypeScript takes the odd ones, Python writes their cubes. */
export default pipeline({ name: 'cross-language', options }, (p, o) => {
  const generate = schemaTransform('beam:schematransform:org.apache.beam:generate_sequence:v1', {
    start: 1,
    end: o.count + 1,
  });
  const cubes = pythonTransform('apache_beam.Map', [
    python('lambda text: text + " cubed is " + str(int(text) ** 3)'),
  ]);
  p.apply('Numbers', external(generate, { service: javaService(), output: z.object({ value: z.int() }) }))
    .filter(({ value }) => value % 2 === 1)
    .named('Odd')
    .map(({ value }) => String(value))
    .withSchema(z.string())
    .named('Text')
    .apply('Cubes', external(cubes, { service: pythonService(), output: z.string() }))
    .write(writeText(o.output));
});
