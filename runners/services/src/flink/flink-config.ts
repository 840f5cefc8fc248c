import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a cluster is asked to be. */
export interface FlinkClusterShape {
  /** Task slots of each TaskManager. */
  readonly slots: number;
  readonly stateBackend: 'hashmap' | 'rocksdb';
  /** Milliseconds between two checkpoints of jobs that name no interval themselves. */
  readonly checkpointInterval: number;
  /** How often a failed job is started again before it has failed for good. */
  readonly restartAttempts: number;
  /** Megabytes of heap for the tasks of one TaskManager. */
  readonly taskHeap: number;
  /** Further settings of Flink; they win. */
  readonly config: Readonly<Record<string, string>>;
}

/** Megabytes of memory of a TaskManager beside the heap of its tasks. */
const memory = { framework: 128, offHeap: 128, network: 128, managed: 256, metaspace: 512, overhead: 192 };

/** Flags of java that fit to the memory settings below. */
export const taskManagerFlags = ({ taskHeap }: FlinkClusterShape): readonly string[] => [
  `-Xmx${taskHeap + memory.framework}m`,
  `-XX:MaxDirectMemorySize=${memory.offHeap + memory.network + memory.framework}m`,
  `-XX:MaxMetaspaceSize=${memory.metaspace}m`,
];

/** The text of Flink's config.yaml: one `name: value` a line. */
export function flinkConfig(
  shape: FlinkClusterShape,
  place: { readonly dir: string; readonly restPort: number; readonly rpcPort: number },
): string {
  const url = (name: string): string => pathToFileURL(join(place.dir, name)).href;
  const settings: Record<string, string | number | boolean> = {
    'jobmanager.bind-host': 'localhost',
    'jobmanager.rpc.address': 'localhost',
    'jobmanager.rpc.port': place.rpcPort,
    'jobmanager.memory.process.size': '1024m',
    'jobmanager.execution.failover-strategy': 'region',
    'taskmanager.bind-host': 'localhost',
    'taskmanager.host': 'localhost',
    'taskmanager.numberOfTaskSlots': shape.slots,
    // Flink's scripts work these out from one number; a TaskManager that is started without them wants each.
    'taskmanager.cpu.cores': shape.slots,
    'taskmanager.memory.task.heap.size': `${shape.taskHeap}m`,
    'taskmanager.memory.task.off-heap.size': '0b',
    'taskmanager.memory.framework.heap.size': `${memory.framework}m`,
    'taskmanager.memory.framework.off-heap.size': `${memory.offHeap}m`,
    'taskmanager.memory.network.min': `${memory.network}m`,
    'taskmanager.memory.network.max': `${memory.network}m`,
    'taskmanager.memory.managed.size': `${memory.managed}m`,
    // A job that ships Beam's jar leaves about 30 MB of classes behind: the default of 256 MB is soon full.
    'taskmanager.memory.jvm-metaspace.size': `${memory.metaspace}m`,
    'taskmanager.memory.jvm-overhead.min': `${memory.overhead}m`,
    'taskmanager.memory.jvm-overhead.max': `${memory.overhead}m`,
    'parallelism.default': 1,
    'rest.address': 'localhost',
    'rest.bind-address': 'localhost',
    'rest.port': place.restPort,
    'io.tmp.dirs': join(place.dir, 'tmp'),
    'web.upload.dir': join(place.dir, 'upload'),
    'web.submit.enable': true,
    'web.cancel.enable': true,
    'state.backend.type': shape.stateBackend,
    'state.backend.incremental': shape.stateBackend === 'rocksdb',
    'state.checkpoints.dir': url('checkpoints'),
    'state.savepoints.dir': url('savepoints'),
    'execution.checkpointing.interval': `${shape.checkpointInterval} ms`,
    'execution.checkpointing.mode': 'EXACTLY_ONCE',
    'execution.checkpointing.externalized-checkpoint-retention': 'RETAIN_ON_CANCELLATION',
    'restart-strategy.type': 'fixed-delay',
    'restart-strategy.fixed-delay.attempts': shape.restartAttempts,
    'restart-strategy.fixed-delay.delay': '1 s',
    // How far event time has come can be seen sooner than in Flink's own 10 s; in ms.
    'metrics.fetcher.update-interval': 1000,
    // A killed TaskManager is missed within seconds, not within the default of 50.
    'heartbeat.interval': 1000,
    'heartbeat.timeout': 8000,
    // A TaskManager that is up before the JobManager asks again soon, not after 10 seconds.
    'cluster.registration.error-delay': 300,
    'cluster.registration.refused-registration-delay': 1000,
    'slot.request.timeout': 60_000,
  };
  const lines = Object.entries({ ...settings, ...shape.config });
  return `${lines.map(([name, value]) => `${name}: ${yaml(value)}`).join('\n')}\n`;
}

/** Numbers and booleans as they are; texts in quotes, in which YAML gives no character a meaning but the quote. */
function yaml(value: string | number | boolean): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
