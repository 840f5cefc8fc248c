import { flinkExceptions } from './flink-exceptions.js';
import { prismExceptions } from './prism-exceptions.js';
import { serviceExceptions } from './service-exceptions.js';

/** What a runner leaves out of the contract: behaviours by feature, each with the reason. */
export type Exceptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The runners that the suite is run on, as the table of `docs/what-runs-where.md` names them. */
export const runners: {
  readonly direct: Exceptions;
  /** `beam-run serve`. */
  readonly service: Exceptions;
  readonly flink: Exceptions;
  readonly prism: Exceptions;
} = {
  direct: {},
  service: serviceExceptions,
  flink: flinkExceptions,
  prism: prismExceptions,
};
