import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Settings of a Flink inside the job server: a REST API of its own, by which its job is stopped and drained; few
 * restarts, so that a broken pipeline fails soon.
 * @param dir where the settings and the checkpoints go
 * @param savepoints a folder that is not removed with the run
 * @returns the folder that `JobServerSettings.confDir` takes
 */
export function embeddedConfig(dir: string, restPort: number, savepoints: string): string {
  const conf = join(dir, 'conf');
  mkdirSync(conf, { recursive: true });
  const settings = {
    'rest.address': 'localhost',
    'rest.port': String(restPort),
    'rest.bind-port': String(restPort),
    'state.checkpoints.dir': `file://${join(dir, 'checkpoints')}`,
    // They are for later runs: the run folder goes.
    'state.savepoints.dir': `file://${savepoints}`,
    // How far event time has come is looked at, see EndWatch; Flink's own 10 s would be waited for.
    'metrics.fetcher.update-interval': '500',
    'restart-strategy.type': 'fixed-delay',
    'restart-strategy.fixed-delay.attempts': '3',
    'restart-strategy.fixed-delay.delay': '1 s',
  };
  writeFileSync(
    join(conf, 'config.yaml'),
    Object.entries(settings)
      .map(([key, value]) => `${key}: ${value}\n`)
      .join(''),
  );
  return conf;
}
