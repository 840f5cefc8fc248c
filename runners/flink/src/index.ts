/** Runs plans on Apache Flink. */
export { JobServer, type JobServerSettings } from './job-server.js';
export {
  type LocalServices,
  type LocalServicesSettings,
  type LocalServicesStatus,
  localServicesDir,
  localServicesStatus,
  startLocalServices,
  stopLocalServices,
} from './local-services.js';
