// The runner's side of the Fn API: the servers that workers speak to, and the workers of a job.

export type { ArtifactSource } from './artifact-source.js';
export { type ExpectedWorker, FnApiServer, type FnApiServerSettings } from './fn-api-server.js';
export { type FleetSettings, openFleet } from './open-fleet.js';
export type { BundleOutput, BundleSettings, RemoteBundle, RemoteWorker } from './remote-worker.js';
export type { WorkerClock } from './worker-clock.js';
export type { WorkerFleet } from './worker-fleet.js';
