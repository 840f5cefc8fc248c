import { lifeCycleError, type OperatorSite } from './operator.js';

/** The parts of a DoFn that happen once per worker. */
export interface SetUpParts {
  readonly setup?: (() => unknown) | undefined;
  readonly teardown?: ((made: any) => void | Promise<void>) | undefined;
}

/**
 * What the `setup` of a step has made, from `begin` to `end`.
 *
 * Invariant: what was made is ended exactly once, also when the run is given up while `setup` is still at work.
 */
export class SetUp {
  private readonly site: OperatorSite;
  private readonly parts: SetUpParts;
  private made: unknown;
  private isSetUp = false;
  private hasEnded = false;

  constructor(site: OperatorSite, parts: SetUpParts) {
    this.site = site;
    this.parts = parts;
  }

  /** What `setup` returned. */
  get value(): unknown {
    return this.made;
  }

  /** @throws BeamError what `setup` throws, which is the bundle's failure */
  async begin(): Promise<void> {
    try {
      this.made = await this.parts.setup?.();
      this.isSetUp = true;
      if (this.hasEnded) await this.release();
    } catch (thrown) {
      throw this.site.bundle.fail(lifeCycleError(this.site, 'setup', thrown));
    }
  }

  /** Calls `teardown`, then closes what was made if it knows how to be closed. @throws BeamError */
  async end(): Promise<void> {
    this.hasEnded = true;
    await this.release();
  }

  private async release(): Promise<void> {
    if (!this.isSetUp) return;
    this.isSetUp = false;
    try {
      try {
        await this.parts.teardown?.(this.made);
      } finally {
        await dispose(this.made);
      }
    } catch (thrown) {
      throw lifeCycleError(this.site, 'teardown', thrown);
    }
  }
}

/** Closes what `setup` made, if it knows how to be closed. */
async function dispose(made: unknown): Promise<void> {
  if (typeof made !== 'object' || made === null) return;
  const disposable = made as {
    [Symbol.asyncDispose]?: () => PromiseLike<void>;
    [Symbol.dispose]?: () => void;
  };
  if (Symbol.asyncDispose !== undefined && typeof disposable[Symbol.asyncDispose] === 'function') {
    await disposable[Symbol.asyncDispose]!();
  } else if (Symbol.dispose !== undefined && typeof disposable[Symbol.dispose] === 'function') {
    disposable[Symbol.dispose]!();
  }
}
