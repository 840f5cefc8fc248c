import { delimiter } from 'node:path';
import { ClassArchive } from './class-archive.js';
import type { Java } from './java.js';
import { ServerProcess } from './server-process.js';
import type { ServiceCache } from './service-cache.js';

/** A main class, and what it is started with. */
export interface JavaServerSettings {
  /** What messages call it, such as `the job server`. */
  readonly name: string;
  readonly java: Java;
  /** Absolute paths of jars, in the order in which classes are looked for. */
  readonly classPath: readonly string[];
  readonly mainClass: string;
  readonly args: readonly string[];
  /** Flags of java itself, such as `-Xmx1g`. */
  readonly flags: readonly string[];
  readonly logFile: string;
  /** Keeps the archive of classes of this name; without it none is used. `mayRecord`: see `ClassArchive`. */
  readonly archive?: { readonly cache: ServiceCache; readonly name: string; readonly mayRecord: boolean };
}

/** Starts a Java program as a server. @throws BeamError E_ENVIRONMENT when java cannot be started */
export async function startJava(settings: JavaServerSettings): Promise<ServerProcess> {
  const { java, classPath, archive } = settings;
  const classes =
    archive && new ClassArchive(archive.cache, archive.name, java, classPath, archive.mayRecord);
  const server = await ServerProcess.start({
    name: settings.name,
    program: java.path,
    args: [
      ...(classes?.flags ?? []),
      // One thread for the collector is enough for a server on this machine, and starts sooner.
      '-XX:+UseSerialGC',
      ...settings.flags,
      ...['-cp', classPath.join(delimiter), settings.mainClass],
      ...settings.args,
    ],
    logFile: settings.logFile,
  });
  if (classes) void server.ended.then(() => classes.keep());
  return server;
}
