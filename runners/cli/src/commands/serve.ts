import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { JobService, type JobServiceSettings, LocalArtifactStore } from '@hornbeam/job-service';
import type { LogRecord } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { FnApiServer } from '@hornbeam/workers';
import type { ServeFlags } from '../args/serve-grammar.js';
import type { Host } from '../host.js';
import { logLine } from '../progress/log-line.js';
import { checkPlan, directBackend } from '../serve/direct-backend.js';
import { howToSubmit } from '../serve/how-to-submit.js';
import type { Session } from '../session.js';

/**
 * Runs the jobs of every Beam SDK until a signal ends it; then those that run are cancelled.
 * @returns the exit code of the signal
 * @throws BeamError `E_USAGE` for flags that do not go together, `E_SERVICE` when the port is taken, `E_IO`
 */
export async function serveCommand(flags: ServeFlags, session: Session): Promise<number> {
  const { host, interruptions } = session;
  const { host: address, port, insecure = false, stagingDir } = flags;
  const paint = session.palette('stderr');
  const show = (job: string, record: LogRecord): void => {
    if (record.severity === 'debug' && flags.verbose !== true) return;
    const message = `${job}: ${record.message}`;
    void host.stderr.write(`${logLine({ ...record, message }, host.now(), paint)}\n`);
  };
  const security = readSecurity(flags, host);
  const isOpenWithoutToken = insecure && security.token === undefined;
  if (!/^(localhost|127\.|::1|\[::1\])/.test(address) && isOpenWithoutToken) {
    void host.stderr.write(
      paint.yellow(`warning: everybody who reaches ${address} can run programs on this machine\n`),
    );
  }
  // Workers are told this name, and "every address" leads nowhere: then they can only be on this machine.
  const isEverywhere = ['0.0.0.0', '::', '[::]'].includes(address);
  const server = await FnApiServer.listen({ host: isEverywhere ? '127.0.0.1' : address });
  try {
    const service = await JobService.listen({
      ...{ host: address, port, isOpen: insecure, ...security, log: show },
      backend: directBackend({
        server,
        workerLog: (job, record) => {
          if (flags.verbose === true || record.severity === 'warn' || record.severity === 'error') {
            show(job, record);
          }
        },
      }),
      check: checkPlan,
      store: new LocalArtifactStore(stagingDir === undefined ? undefined : resolve(host.cwd, stagingDir)),
    });
    try {
      await host.stdout.write(`jobs at ${service.address}\n`);
      for (const line of howToSubmit(service.address)) void host.stderr.write(`  ${line}\n`);
      return await interruptions.happened;
    } finally {
      await service.close();
    }
  } finally {
    server.close();
  }
}

/** @throws BeamError `E_USAGE` `E_IO` */
function readSecurity(
  flags: ServeFlags,
  { env, cwd }: Pick<Host, 'env' | 'cwd'>,
): Pick<JobServiceSettings, 'tls' | 'token'> {
  const { tlsCert, tlsKey, tlsClientCa, tokenFile } = flags;
  if (
    (tlsCert === undefined) !== (tlsKey === undefined) ||
    (tlsClientCa !== undefined && tlsCert === undefined)
  ) {
    throw new BeamError('E_USAGE', 'A certificate needs its key, and the other way round.', {
      help: 'give --tls-cert and --tls-key, and --tls-client-ca only with both',
    });
  }
  const read = (path: string): Buffer => {
    try {
      return readFileSync(resolve(cwd, path));
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_IO', { path });
    }
  };
  const token = tokenFile === undefined ? env.HORNBEAM_TOKEN : read(tokenFile).toString('utf8').trim();
  if (token === '') {
    throw new BeamError('E_USAGE', 'The token is empty.', {
      help: 'put a long random text into the file of --token-file, or into HORNBEAM_TOKEN',
    });
  }
  return {
    ...(token !== undefined && { token }),
    ...(tlsCert !== undefined &&
      tlsKey !== undefined && {
        tls: {
          ...{ cert: read(tlsCert), key: read(tlsKey) },
          ...(tlsClientCa !== undefined && { clientCa: read(tlsClientCa) }),
        },
      }),
  };
}
