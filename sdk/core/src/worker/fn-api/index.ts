export type { StagedFile, WorkerBoot, WorkerCode } from './worker-code.js';
