import type { LocalServicesStatus } from '@hornbeam/flink';
import type { ServicesAction, ServicesFlags } from '../args/services-grammar.js';
import type { Host } from '../host.js';
import { columns } from '../terminal/columns.js';
import { paletteFor } from '../terminal/palette.js';

/**
 * Starts, ends or shows real servers on this machine.
 * @returns 0; with `status` 1 when not all of it runs
 */
export async function servicesCommand(
  action: ServicesAction,
  flags: ServicesFlags,
  host: Host,
): Promise<number> {
  const { localServicesDir, localServicesStatus, stopLocalServices } = await import('@hornbeam/flink');
  const { ServiceCache } = await import('@hornbeam/services');
  const dir = flags.dir ?? localServicesDir(ServiceCache.locate(host.env));
  const say = (text: string): void => void host.stderr.write(`${text}\n`);
  if (action === 'down') {
    const ended = await stopLocalServices(dir);
    if (flags.json) await host.stdout.write(`${JSON.stringify({ ended: ended.map(({ name }) => name) })}\n`);
    else
      say(ended.length === 0 ? 'nothing was running' : `ended ${ended.map(({ name }) => name).join(', ')}`);
    return 0;
  }
  if (action === 'up') await up(dir, flags, host, say);
  const status = localServicesStatus(dir);
  if (flags.json) await host.stdout.write(`${JSON.stringify(status, null, 2)}\n`);
  else await host.stdout.write(textOf(status, host));
  return status.running ? 0 : 1;
}

async function up(dir: string, flags: ServicesFlags, host: Host, say: (text: string) => void): Promise<void> {
  const { localServicesStatus, startLocalServices, stopLocalServices } = await import('@hornbeam/flink');
  if (localServicesStatus(dir).running) return say('it runs already');
  // Half of it may be left over from a crash.
  await stopLocalServices(dir);
  const { dir: _dir, json: _json, port: restPort, ...others } = flags;
  const started = host.monotonic();
  await startLocalServices({
    ...others,
    ...{ dir, restPort, lifetime: 'detached', env: host.env, report: say },
  });
  say(`ready after ${((host.monotonic() - started) / 1000).toFixed(1)} s`);
}

function textOf({ running, dir, endpoints, processes }: LocalServicesStatus, host: Host): string {
  if (processes.length === 0) return 'not running; start it with `beam-run services up flink`\n';
  const paint = paletteFor(host.stdout, host.env);
  const rows = processes.map((each) => [
    `  ${each.name}`,
    each.running ? `process ${each.pid}` : 'has ended',
    each.logFile,
  ]);
  const lines = [
    running ? paint.green('running') : paint.red('not all of it runs'),
    ...(endpoints.rest === undefined ? [] : [`  Flink       http://${endpoints.rest}`]),
    ...(endpoints.job === undefined ? [] : [`  job server  ${endpoints.job}`]),
    `  folder      ${dir}`,
    '',
    ...columns(rows),
  ];
  return `${lines.join('\n')}\n`;
}
