import type { Session } from '../session.js';
import { keepAbove, LiveArea } from '../terminal/live-area.js';
import { JsonReporter } from './json-reporter.js';
import { LineReporter } from './line-reporter.js';
import { LiveReporter } from './live-reporter.js';
import type { LogLevel, Reporter } from './reporter.js';

/** The reporter that suits the flags and what stderr is. */
export function chooseReporter(session: Session): Reporter {
  const { host, flags, interruptions } = session;
  const { quiet = false, verbose = 0 } = flags;
  const logLevel: LogLevel = flags.logLevel ?? (quiet ? 'warn' : verbose > 0 ? 'debug' : 'info');
  if (flags.json) {
    keepDataClean();
    return new JsonReporter(host, logLevel);
  }
  const paint = session.palette('stderr');
  const { CI, TERM } = host.env;
  const isServer = CI !== undefined && CI !== '' && CI !== 'false' && CI !== '0';
  if (quiet || !host.stderr.isTerminal || isServer || TERM === 'dumb') {
    return new LineReporter({ host, paint, logLevel, quiet, steps: verbose > 0 });
  }
  const area = new LiveArea(host.stderr);
  keepAbove(
    area,
    [process.stdout, process.stderr].filter((stream) => stream.isTTY),
  );
  interruptions.beforeEnd(() => area.close());
  return new LiveReporter({ host, area, paint, logLevel });
}

/** With `--json` stdout holds events only: what user code logs goes to stderr. */
function keepDataClean(): void {
  console.log = console.error;
  console.info = console.error;
  console.debug = console.error;
}
