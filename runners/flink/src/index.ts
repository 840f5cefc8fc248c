/** Runs plans on Apache Flink. */
export { JobServer, type JobServerSettings } from './job-server.js';
