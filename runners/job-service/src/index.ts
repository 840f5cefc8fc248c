// Takes plans of any Beam SDK over the Job API.

export type { TlsSettings } from './access.js';
export type { ArtifactFolder, ArtifactStore } from './artifact-store.js';
export { explained } from './explained.js';
export type { BackendJob, JobBackend, PreparedJob } from './job-backend.js';
export type { JobOptions } from './job-options.js';
export type { RetentionLimits } from './job-registry.js';
export { JobService, type JobServiceSettings } from './job-service.js';
export { LocalArtifactStore } from './local-artifact-store.js';
