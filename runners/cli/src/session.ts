import type { RunFlags } from './args/run-flags.js';
import type { Host } from './host.js';
import { Interruptions } from './interruptions.js';
import { StackMapping } from './load/stack-mapping.js';
import { type Palette, paletteFor } from './terminal/palette.js';

/** One call of `beam-run`: what all parts of a command share. */
export class Session {
  readonly host: Host;
  readonly interruptions = new Interruptions();
  /** Knows the lines of every pipeline file that was loaded. */
  readonly mapping = new StackMapping();
  /** The flags as far as they are known; errors are shown by them. */
  flags: RunFlags = {};

  constructor(host: Host) {
    this.host = host;
  }

  /** Colours for stdout or stderr. */
  palette(output: 'stdout' | 'stderr'): Palette {
    return paletteFor(this.host[output], this.host.env, this.flags.color);
  }
}
