/**
 * The expansion services of one run: those that are up, and those that are started for it.
 *
 * Invariants:
 *  N1  a service that several transforms name is started once.
 *  N2  what was started is ended by `close`, also when its start was under way.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExpansionService } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import {
  findPython,
  flinkParts,
  freePort,
  isPortOpen,
  memoryMeterJar,
  type Report,
  readDistribution,
  ServerProcess,
  startJava,
} from '@hornbeam/services';

/** What {@link ExpansionServices} are made from. */
export interface ExpansionServicesSettings {
  /** Told what takes long. */
  readonly report?: Report;
  /** Variables of this process by default. */
  readonly env?: NodeJS.ProcessEnv;
}

/** How long a service may take to listen, ms. */
const START_MILLIS = 120_000;

/** See the head of this file. */
export class ExpansionServices {
  private readonly settings: ExpansionServicesSettings;
  private readonly started = new Map<
    string,
    Promise<{ readonly server: ServerProcess; readonly endpoint: string }>
  >();
  private folder: string | undefined;

  constructor(settings: ExpansionServicesSettings = {}) {
    this.settings = settings;
  }

  /** Where a service listens, `host:port`. @throws BeamError `E_EXPANSION` `E_ENVIRONMENT` `E_DOWNLOAD` */
  async endpointOf(service: ExpansionService): Promise<string> {
    if (service.kind === 'endpoint') return service.endpoint;
    const id = JSON.stringify(service);
    let starting = this.started.get(id);
    if (starting === undefined) {
      starting = this.start(service);
      this.started.set(id, starting); // N1
    }
    return (await starting).endpoint;
  }

  /** Ends all that were started; does not throw. */
  async close(): Promise<void> {
    const all = await Promise.allSettled(this.started.values());
    await Promise.allSettled(
      all.map((each) => (each.status === 'fulfilled' ? each.value.server.stop() : undefined)),
    );
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }

  private async start(service: Exclude<ExpansionService, { kind: 'endpoint' }>) {
    const port = await freePort();
    this.folder ??= mkdtempSync(join(tmpdir(), 'hornbeam-expansion-'));
    const logFile = join(this.folder, `${service.kind}-${port}.log`);
    const server =
      service.kind === 'python'
        ? await this.startPython(service.interpreter, port, logFile)
        : await this.startJava(service.classPath ?? [], port, logFile);
    try {
      await server.ready(() => isPortOpen(port), START_MILLIS);
    } catch (thrown) {
      await server.stop();
      throw new BeamError('E_EXPANSION', BeamError.from(thrown).message, {
        help:
          service.kind === 'python'
            ? 'name an interpreter that has apache-beam: pythonService(path), or HORNBEAM_PYTHON'
            : 'check the jars of javaService(…)',
      });
    }
    return { server, endpoint: `127.0.0.1:${port}` };
  }

  private startPython(
    interpreter: string | undefined,
    port: number,
    logFile: string,
  ): Promise<ServerProcess> {
    const { env = process.env } = this.settings;
    return ServerProcess.start({
      name: "the expansion service of Beam's Python SDK",
      program: interpreter ?? (env.HORNBEAM_PYTHON || findPython(env)),
      args: [
        ...['-m', 'apache_beam.runners.portability.expansion_service_main', '-p', String(port)],
        ...['--serve_loopback_worker', '--fully_qualified_name_glob=*'],
      ],
      logFile,
      env,
    });
  }

  private async startJava(
    classPath: readonly string[],
    port: number,
    logFile: string,
  ): Promise<ServerProcess> {
    const { report, env } = this.settings;
    const { cache, java, home, jars } = await flinkParts({ ...(report && { report }), ...(env && { env }) });
    const meter = await memoryMeterJar({ cache, java, report, env });
    const { clientJars } = readDistribution(home);
    return startJava({
      name: "the expansion service of Beam's Java SDK",
      java,
      classPath: [...classPath, ...jars, ...clientJars, meter],
      mainClass: 'org.apache.beam.sdk.expansion.service.ExpansionService',
      args: [String(port), '--alsoStartLoopbackWorker', '--javaClassLookupAllowlistFile=*'],
      flags: ['-Xmx512m'],
      logFile,
    });
  }
}
