import { chmodSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { x as extract } from 'tar';
import { sha256OfFile } from '../checksum.js';
import type { Report, ServiceCache } from '../service-cache.js';
import { findProgram, lastLines, runTool, type Variables } from '../tool.js';

/** The version of Flink that hornbeam starts. */
export const FLINK_VERSION = '1.19.3';

/** A file of the Python package index, with what pip has to be told to get exactly that one. */
export interface PipFile {
  readonly requirement: string;
  readonly sha256: string;
  readonly args: readonly string[];
}

/** The two packages that a Flink distribution is published in there. */
export const flinkPipFiles: { readonly scripts: PipFile; readonly libraries: PipFile } = {
  // bin/ and conf/. They are the same for all systems, so one wheel is as good as another: this one.
  scripts: {
    requirement: `apache-flink==${FLINK_VERSION}`,
    sha256: 'ff572c6ffa3867c21b8a455aefb50c53c91973fd0408df594ca26cb0a7bebc77',
    args: [
      ...['--only-binary=:all:', '--python-version=3.11', '--implementation=cp'],
      '--platform=manylinux2014_x86_64',
    ],
  },
  // lib/ and plugins/, as a source package.
  libraries: {
    requirement: `apache-flink-libraries==${FLINK_VERSION}`,
    sha256: '4a58e3a1fb7d83340bc96b6c080624c6d792d69fae5d294b96224775204a9c60',
    args: ['--no-binary=apache-flink-libraries'],
  },
};

/** Where Flink is kept and how it is fetched. */
export interface FlinkHomeSettings {
  readonly cache: ServiceCache;
  readonly report?: Report;
  readonly env?: Variables;
  readonly files?: typeof flinkPipFiles;
}

/**
 * Path of a Flink distribution (lib, plugins, bin, conf), fetched with the installed pip at the first use (233 MB).
 * @throws BeamError E_ENVIRONMENT without pip, E_DOWNLOAD when pip fails or a file is not the expected one
 */
export function flinkHome(settings: FlinkHomeSettings): Promise<string> {
  const { cache, report = () => undefined, files = flinkPipFiles } = settings;
  const build = async (dir: string): Promise<void> => {
    const pip = findPip(settings.env);
    report(`fetching Flink ${FLINK_VERSION} with pip (233 MB); once only`);
    const scripts = await download(pip, files.scripts, join(dir, 'download-scripts'), settings.env);
    const libraries = await download(pip, files.libraries, join(dir, 'download-libraries'), settings.env);
    report(`unpacking Flink ${FLINK_VERSION}`);
    await unpackScripts(scripts, dir);
    await unpackLibraries(libraries, dir);
    for (const file of [scripts, libraries]) await rm(dirname(file), { recursive: true });
    // Flink's own scripts write there.
    await mkdir(join(dir, 'log'), { recursive: true });
  };
  return cache.entry(`flink-${FLINK_VERSION}`, build, report);
}

/** Path of pip. @throws BeamError E_ENVIRONMENT */
export function findPip(env: Variables = process.env): string {
  const found = findProgram(['pip3', 'pip'], env);
  if (found !== undefined) return found;
  throw new BeamError('E_ENVIRONMENT', 'no pip: there is neither pip3 nor pip on the PATH', {
    help: 'install Python 3 with pip, or name a Flink that is already there (--flink-home, FLINK_HOME)',
  });
}

/** Fetches one file into a new folder. pip itself compares the checksum before it looks into the file. */
async function download(pip: string, file: PipFile, into: string, env?: Variables): Promise<string> {
  await mkdir(into);
  const list = join(dirname(into), `${basename(into)}.txt`);
  await writeFile(list, `${file.requirement} --hash=sha256:${file.sha256}\n`);
  const args = ['download', '--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes'];
  const { code, output } = await runTool(pip, [...args, ...file.args, '-d', into, '-r', list], env);
  await rm(list);
  if (code !== 0) throw failure(file, output);
  const [name, ...others] = readdirSync(into);
  if (name === undefined || others.length > 0) throw failure(file, `pip brought ${1 + others.length} files`);
  const path = join(into, name);
  const sum = await sha256OfFile(path);
  if (sum !== file.sha256) throw failure(file, `${name} has the SHA-256 ${sum}, expected is ${file.sha256}`);
  return path;
}

function failure(file: PipFile, output: string): BeamError {
  return new BeamError('E_DOWNLOAD', `pip could not fetch ${file.requirement}:\n${lastLines(output, 8)}`, {
    help: 'check the network and the index that `pip config list` shows, or name a Flink that is already there (--flink-home, FLINK_HOME)',
  });
}

/** Takes pyflink/bin and pyflink/conf out of the wheel, which is a zip file. */
async function unpackScripts(wheel: string, dir: string): Promise<void> {
  const zip = new ZipReader(new BlobReader(new Blob([await readFile(wheel)])));
  for (const entry of await zip.getEntries()) {
    const path = /^pyflink\/((?:bin|conf)\/[\w./-]+)$/.exec(entry.filename)?.[1];
    if (path === undefined || path.includes('..') || entry.directory) continue;
    const file = join(dir, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await entry.getData(new Uint8ArrayWriter()));
    if (path.startsWith('bin/')) chmodSync(file, 0o755);
  }
  await zip.close();
}

/** Takes deps/lib, deps/plugins and deps/bin out of the source package. */
async function unpackLibraries(archive: string, dir: string): Promise<void> {
  await extract({
    file: archive,
    cwd: dir,
    strip: 2,
    filter: (path) => /^[^/]+\/deps\/(lib|plugins|bin)\//.test(path),
  });
}
