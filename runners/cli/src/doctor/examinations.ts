import type { Host } from '../host.js';
import { examineCompiler } from './compiler.js';
import { examineDisk } from './disk.js';
import type { Finding } from './finding.js';
import { examineFlinkTools } from './flink-tools.js';
import { examineMemory } from './memory.js';
import { examineNode } from './node-version.js';
import { examinePackages } from './packages.js';

/** Everything that `beam-run doctor` looks at, in its order. */
export const examinations: readonly ((host: Host) => Finding[] | Promise<Finding[]>)[] = [
  () => [examineNode(process.versions.node)],
  ({ cwd }) => examinePackages(cwd),
  () => examineCompiler(),
  () => examineDisk(),
  () => examineMemory(),
  ({ env }) => examineFlinkTools(env),
];
