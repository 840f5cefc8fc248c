import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BeamError } from '@hornbeam/sdk/model';
import type { BuildFailure, Message } from 'esbuild';
import { importMeta, importMetaDefines, importMetaNamespace } from './import-meta.js';
import { resolveImports } from './resolve-imports.js';

/** A pipeline file and everything it imports from the user's own files, as one module. */
export interface Bundle {
  readonly code: string;
  /** The source map, as JSON; its paths are URLs of files. */
  readonly map: string;
  /** What the user wrote for each address that the bundle imports. */
  readonly specifiers: ReadonlyMap<string, string>;
}

/**
 * Compiles a pipeline file.
 * @param packages whether packages become part of the module
 * @throws BeamError `E_BUILD` with the place, for what does not compile or resolve
 */
export async function bundle(file: string, packages: 'outside' | 'inside'): Promise<Bundle> {
  const esbuild = await import('esbuild');
  const specifiers = new Map<string, string>();
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: [file],
      outfile: join(dirname(file), OUTFILE),
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      // Without an empty list, packages would give what is meant for bundlers and Node may not load.
      conditions: [],
      keepNames: true,
      charset: 'utf8',
      sourcemap: 'external',
      sourcesContent: false,
      logLevel: 'silent',
      define: importMetaDefines,
      // Packages in the older form call this for modules of Node.
      ...(packages === 'inside' && { banner: { js: REQUIRE } }),
      plugins: [
        importMeta(),
        resolveImports({ home: fileURLToPath(new URL('.', import.meta.url)), specifiers, packages }),
      ],
    });
    const text = (suffix: string): string =>
      outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? '';
    return { code: text('.mjs'), map: absoluteMap(text('.map'), dirname(file)), specifiers };
  } catch (thrown) {
    const { errors } = thrown as Partial<BuildFailure>;
    throw errors === undefined ? BeamError.from(thrown, 'E_BUILD') : buildError(errors, thrown);
  }
}

/** Where paths in the source map are relative to; nothing is written there. */
const OUTFILE = 'hornbeam-pipeline.mjs';

const REQUIRE =
  "import { createRequire as hornbeamRequire } from 'node:module'; const require = hornbeamRequire(import.meta.url);";

function absoluteMap(json: string, folder: string): string {
  const map = JSON.parse(json) as { sources: string[] };
  const sources = map.sources.map((source) =>
    source.startsWith(`${importMetaNamespace}:`) ? source : pathToFileURL(resolve(folder, source)).href,
  );
  return JSON.stringify({ ...map, sources });
}

/** What does not compile, as one error: the first with its place, the others by name. */
function buildError(errors: readonly Message[], cause: unknown): BeamError {
  const [first, ...others] = errors;
  if (first === undefined) return BeamError.from(cause, 'E_BUILD');
  const more = others.slice(0, 9).map((error) => `also ${shortPlace(error)}: ${sentence(error.text)}`);
  if (others.length > 9) more.push(`and ${others.length - 9} more`);
  return new BeamError('E_BUILD', [sentence(first.text), ...more].join('\n'), {
    callSite: placeOf(first),
    help: helpFor(first),
  });
}

function helpFor({ text, location, notes }: Message): string {
  const missing = /^Could not resolve "([^"./][^"]*)"/.exec(text)?.[1];
  if (missing !== undefined) {
    const name = missing
      .split('/')
      .slice(0, missing.startsWith('@') ? 2 : 1)
      .join('/');
    return `install it where the file is: npm install ${name}`;
  }
  const suggestion = location?.suggestion;
  if (suggestion) return `did you mean ${suggestion}?`;
  const note = notes.find((each) => each.text !== '')?.text;
  return note === undefined ? 'mend this line; nothing has run yet' : sentence(note).replace(/\.$/, '');
}

const placeOf = ({ location }: Message): string | undefined =>
  location ? `${resolve(location.file)}:${location.line}:${location.column + 1}` : undefined;

const shortPlace = ({ location }: Message): string =>
  location ? `${relative('.', resolve(location.file))}:${location.line}:${location.column + 1}` : 'elsewhere';

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
