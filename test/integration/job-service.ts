import { once } from 'node:events';
import { build, startBeamRun } from './beam-run.js';

/** A job service as a user starts it. */
export interface RunningService {
  /** `host:port`. */
  readonly endpoint: string;
  /** What it has said so far is in `stderr` of what `stop` gives. */
  stop(): Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** Starts `beam-run serve` on a free port. */
export async function startJobService(args: readonly string[] = []): Promise<RunningService> {
  build();
  const { child, ended } = startBeamRun(['serve', '--port', '0', ...args]);
  let said = '';
  child.stdout?.on('data', (text: string) => {
    said += text;
  });
  while (!/jobs at \S+\n/.test(said)) {
    const outcome = await Promise.race([once(child.stdout!, 'data'), ended.then(({ stderr }) => stderr)]);
    if (typeof outcome === 'string') throw new Error(`the job service ended: ${outcome}`);
  }
  const [, endpoint] = /jobs at (\S+)\n/.exec(said)!;
  return {
    endpoint: endpoint!,
    async stop() {
      child.kill('SIGINT');
      const { code, stderr } = await ended;
      return { code, stderr };
    },
  };
}
