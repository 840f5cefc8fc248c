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
  readonly lifetime: 'parent' | 'detached';
  /** Keeps the archive of classes `archive`; without it none is used. */
  readonly archive?: { readonly cache: ServiceCache; readonly name: string };
}

/** Starts a Java program as a server. @throws BeamError E_ENVIRONMENT when java cannot be started */
export async function startJava(settings: JavaServerSettings): Promise<ServerProcess> {
  const { java, classPath, archive } = settings;
  const classes =
    archive && new ClassArchive(archive.cache, archive.name, java, classPath, settings.lifetime === 'parent');
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
    lifetime: settings.lifetime,
  });
  if (classes) void server.ended.then(() => classes.keep());
  return server;
}
