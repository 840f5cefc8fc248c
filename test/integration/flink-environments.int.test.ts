import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type LocalServices, localServicesStatus, startLocalServices } from '@hornbeam/flink';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathOf } from '../tidy/repository.js';
import { beamRun, build, startBeamRun } from './beam-run.js';
import { whyNoFlink } from './flink-tools.js';

const FIRST_USE = 600_000;

// Only where Java, or what fetches Flink, is missing; the reason is printed.
describe.skipIf(await whyNoFlink())('on a Flink cluster user code runs', { timeout: 120_000 }, () => {
  let dir: string;
  /** The folder for temporary files of every command here. */
  let temporary: string;
  let services: LocalServices;
  let flags: string[];
  let pool: ReturnType<typeof startBeamRun>;
  let poolEndpoint: string;
  let taskManager: number;

  beforeAll(async () => {
    build();
    dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
    temporary = join(dir, 'tmp');
    mkdirSync(temporary);
    const path = process.env.PATH ?? '';
    process.env.PATH = [standInEngine(), path].join(delimiter);
    services = await startLocalServices({ dir: join(dir, 'services'), slots: 4 });
    process.env.PATH = path;
    flags = ['--runner=flink', `--flink-master=${services.cluster.endpoint}`, '-q', '--no-color'];
    const { processes } = localServicesStatus(join(dir, 'services'));
    taskManager = processes.find(({ name }) => name.startsWith('TaskManager'))!.pid;
    pool = startBeamRun(['worker', '--pool', '--port=0']);
    poolEndpoint = await new Promise((resolve) => {
      pool.child.stdout?.on('data', (text: string) => {
        const found = /workers at (\S+)/.exec(text)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
  }, FIRST_USE);

  afterAll(async () => {
    pool?.child.kill('SIGTERM');
    await pool?.ended;
    await services?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  const byServer = (): string[] => [...flags, `--job-endpoint=${services.jobServer.endpoint}`];
  const byRest = (): string[] => [...flags, '--submit=rest'];

  const environments: Readonly<Record<string, () => string[]>> = {
    loopback: () => ['--environment-type=loopback'],
    external: () => ['--environment-type=EXTERNAL', `--environment-config=${poolEndpoint}`],
    process: () => ['--environment-type=process'],
    docker: () => ['--environment-type=docker', '--environment-config=hornbeam-worker'],
  };

  /**
   * A docker command for the cluster. A container is the entry of our image as a process, so that it gets what a container
   * gets: flags, and the files that were staged. @returns the folder of the command
   */
  function standInEngine(): string {
    const bin = join(dir, 'engine');
    const worker = pathOf('runners/cli/bin/beam-worker.mjs');
    mkdirSync(bin);
    writeFileSync(
      join(bin, 'docker'),
      `#!/bin/sh
cd "${bin}" || exit 1
container=""
for word in "$@"; do container="$word"; done
case "$1" in
  run)
    shift
    while [ "\${1#-}" != "$1" ]; do shift; done
    shift
    container=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
    "${process.execPath}" "${worker}" "$@" > "$container.log" 2>&1 &
    echo $! > "$container.pid"
    echo "$container"
    ;;
  inspect) if kill -0 "$(cat "$container.pid")"; then echo true; else echo false; fi ;;
  logs) cat "$container.log" ;;
  kill) kill "$(cat "$container.pid")" && echo "$container" ;;
  rm) rm -f "$container.pid" && echo "$container" ;;
esac
`,
    );
    chmodSync(join(bin, 'docker'), 0o755);
    return bin;
  }

  /** The processes that a process has started and that still are there. */
  const childrenOf = (pid: number): string[] =>
    spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter(Boolean);

  /** No worker is left at the pool nor at the TaskManager, and no spec on the disk. */
  async function expectNothingLeft(): Promise<void> {
    await expect.poll(() => childrenOf(pool.child.pid!), { timeout: 20_000 }).toEqual([]);
    await expect.poll(() => childrenOf(taskManager), { timeout: 20_000 }).toEqual([]);
    expect(readdirSync(temporary).filter((name) => name.startsWith('hornbeam-worker-'))).toEqual([]);
    expect(readdirSync(join(dir, 'engine')).filter((name) => name.endsWith('.pid'))).toEqual([]);
  }

  describe('and words are counted as by the direct runner', () => {
    const counts = (name: string, args: readonly string[]): string[] => {
      const wordcount = pathOf('pipelines/wordcount/pipeline.ts');
      // Relative on purpose: it means the same to every worker.
      const { code, stderr } = beamRun([...args, wordcount, `--output=${name}`], {
        cwd: dir,
        env: { TMPDIR: temporary },
      });
      expect(code, stderr).toBe(0);
      const files = readdirSync(dir).filter((file) => file.startsWith(`${name}-`));
      return files.flatMap((file) => readFileSync(join(dir, file), 'utf8').trimEnd().split('\n')).sort();
    };
    let expected: string[];

    beforeAll(() => {
      expected = counts('direct', ['-q']);
      expect(expected.length).toBeGreaterThan(10_000);
    });

    test.each(Object.keys(environments))('in the environment %s, by a job server', async (type) => {
      const found = counts(`${type}-server`, [...byServer(), ...environments[type]!()]);
      expect(found).toEqual(expected);
      await expectNothingLeft();
    });

    test.each(Object.keys(environments))('in the environment %s, by REST', async (type) => {
      const found = counts(`${type}-rest`, [...byRest(), ...environments[type]!()]);
      expect(found).toEqual(expected);
      await expectNothingLeft();
    });
  });

  describe('and what is wrong with it is told in one message', () => {
    const oneStep = (name: string): string => `import { pipeline } from '@hornbeam/sdk';
export default pipeline((p) => {
  p.create([1, 2]).map((n) => n).named(${name});
});
`;

    /** A program for the environment process. */
    function script(name: string, text: string): string {
      const path = join(dir, name);
      writeFileSync(path, `#!/bin/sh\n${text}\n`);
      chmodSync(path, 0o755);
      return path;
    }

    async function failure(args: readonly string[], name = "'Step'"): Promise<string> {
      const file = join(dir, 'one-step.ts');
      writeFileSync(file, oneStep(name));
      const { code, stderr, took } = beamRun([...args, file], { env: { TMPDIR: temporary } });
      expect(code, stderr).toBeGreaterThan(0);
      expect(took).toBeLessThan(60_000);
      expect(stderr.match(/^error\[/gm), stderr).toHaveLength(1);
      await expectNothingLeft();
      return stderr;
    }

    const differs =
      /error\[E_GRAPH_DIFFERS\].*first build has the step "Step \d+", the second has "Step \d+"/;

    test.each(['external', 'process'])('when the graph differs in the environment %s', async (type) => {
      const step = `\`Step \${process.pid}\``;
      expect(await failure([...byServer(), ...environments[type]!()], step)).toMatch(differs);
    });

    test('when the pool is down', async () => {
      const gone = ['--environment-type=external', '--environment-config=localhost:9'];
      expect(await failure([...byRest(), ...gone])).toMatch(/error\[E_SERVICE\].*cannot reach the worker/);
    });

    test('when the program of the worker is not there', async () => {
      const nowhere = ['--environment-type=process', '--environment-config=/nowhere/beam-worker'];
      expect(await failure([...byServer(), ...nowhere])).toMatch(
        /error\[E_USAGE\].*no program "\/nowhere\/beam-worker"/,
      );
    });

    test('when the program of the worker cannot be started where the TaskManager is', async () => {
      const path = join(dir, 'lost.sh');
      writeFileSync(path, '#!/nowhere/sh\n', { mode: 0o755 });
      const lost = ['--environment-type=process', `--environment-config=${path}`];
      const why = /error\[E_SERVICE\].*cannot start the worker ".*lost\.sh"/;
      expect(await failure([...byServer(), ...lost])).toMatch(why);
    });

    test('when the program of the worker ends at once', async () => {
      const ends = ['--environment-type=process', `--environment-config=${script('ends.sh', 'exit 7')}`];
      expect(await failure([...byServer(), ...ends])).toMatch(/error\[E_SERVICE\].*ended with code 7/);
    });

    test('when the worker is given no spec', async () => {
      const worker = pathOf('runners/cli/bin/beam-worker.mjs');
      const path = script('forgets.sh', `unset HORNBEAM_SPEC\nexec "${process.execPath}" "${worker}" "$@"`);
      const forgets = ['--environment-type=process', `--environment-config=${path}`];
      expect(await failure([...byServer(), ...forgets])).toMatch(
        /error\[E_USAGE\].*was not told which pipeline/,
      );
    });
  });

  test.each(['external', 'process'])(
    'goes on in the environment %s after its worker was killed',
    async (type) => {
      const seen = join(dir, `seen-${type}.txt`);
      const file = join(dir, `endless-${type}.ts`);
      writeFileSync(seen, '');
      writeFileSync(
        file,
        `import { appendFileSync } from 'node:fs';
import { pipeline, valueState } from '@hornbeam/sdk';
import { periodicImpulse } from '@hornbeam/sdk/io';
export default pipeline((p) => {
  p.read(periodicImpulse({ every: '50ms' })).keyBy(() => 'k').parDo({
    uses: { count: valueState<number>() },
    process(_, { count }): number[] {
      const n = (count.read() ?? 0) + 1;
      count.write(n);
      appendFileSync(${JSON.stringify(seen)}, \`\${process.pid} \${n}\\n\`);
      return [];
    },
  });
});
`,
      );
      const lines = (): [pid: number, n: number][] =>
        readFileSync(seen, 'utf8')
          .split('\n')
          .slice(0, -1)
          .map((line) => line.split(' ').map(Number) as [number, number]);
      const { child, ended } = startBeamRun([...byServer(), ...environments[type]!(), file], {
        env: { TMPDIR: temporary },
      });
      try {
        // Long enough for a checkpoint, which there is every five seconds.
        await expect.poll(() => lines().length, { timeout: 60_000 }).toBeGreaterThan(200);
        const [killed] = lines().at(-1)!;
        process.kill(killed, 'SIGKILL');
        const highest = Math.max(...lines().map(([, n]) => n));
        const later = (): number[] => lines().flatMap(([pid, n]) => (pid === killed ? [] : [n]));
        await expect.poll(() => Math.max(0, ...later()), { timeout: 60_000 }).toBeGreaterThan(highest + 20);
        // It went on from a checkpoint, and counted each element once from there.
        const [first = 0] = later();
        expect(first).toBeGreaterThan(1);
        expect(first).toBeLessThanOrEqual(highest + 1);
        expect(later()).toEqual(later().map((_, i) => first + i));
      } finally {
        child.kill('SIGTERM');
        await ended;
      }
      await expectNothingLeft();
    },
  );
});
