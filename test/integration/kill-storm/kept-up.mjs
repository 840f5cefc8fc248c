/** A run of `beam-run` as a user would keep it up: begun again whenever it has ended. */
import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A run that ends by itself this often is not begun again. */
const MOST_FAILURES = 20;

export class KeptUp {
  starts = 0;
  /** How often it ended without being killed. */
  failures = 0;
  #args;
  #settings;
  #log;
  #child;
  #ended;
  #isOver = false;

  /** @param args of `beam-run`; `log` is where its output goes, `say` is told when it ends by itself */
  constructor(args, settings) {
    this.#args = args;
    this.#settings = settings;
    this.#log = createWriteStream(settings.log);
    this.#begin();
  }

  kill() {
    this.#child.kill('SIGKILL');
  }

  async end() {
    this.#isOver = true;
    this.#child.kill('SIGTERM');
    await Promise.race([this.#ended, sleep(10_000)]);
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #begin() {
    this.starts++;
    const { cwd } = this.#settings;
    const bin = join(cwd, 'runners/cli/bin/beam-run.mjs');
    const child = spawn(process.execPath, [bin, ...this.#args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    child.stdout.pipe(this.#log, { end: false });
    child.stderr.pipe(this.#log, { end: false });
    this.#ended = new Promise((resolve) => {
      child.once('close', (code) => {
        resolve();
        void this.#again(code);
      });
    });
  }

  async #again(code) {
    if (this.#isOver) return;
    if (code !== null) {
      this.failures++;
      const { say, log } = this.#settings;
      say(`the run has ended by itself with ${code}:`);
      for (const line of readFileSync(log, 'utf8').trim().split('\n').slice(-6)) say(`  ${line}`);
      if (this.failures >= MOST_FAILURES) return;
      await sleep(1000);
    }
    if (!this.#isOver) this.#begin();
  }
}
