import { fileURLToPath } from 'node:url';

/** The path of a file of `pipelines/data`, from whatever folder the pipeline is run. */
export const sampleData = (name: string): string => fileURLToPath(new URL(`./data/${name}`, import.meta.url));
