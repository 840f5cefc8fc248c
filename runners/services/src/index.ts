/** Real servers from the package registries, started without root or containers. */
export { type BeamFlinkJarSettings, beamFlinkJar, givenJars } from './flink/beam-flink-jar.js';
export { beamFlinkManifest } from './flink/beam-flink-manifest.js';
export { BEAM_VERSION } from './flink/beam-flink-pom.js';
export { FlinkCluster, type FlinkClusterSettings } from './flink/flink-cluster.js';
export type { FlinkClusterShape } from './flink/flink-config.js';
export { type FlinkDistribution, readDistribution } from './flink/flink-distribution.js';
export {
  FLINK_VERSION,
  type FlinkHomeSettings,
  findPip,
  flinkHome,
  flinkPipFiles,
  type PipFile,
} from './flink/flink-home.js';
export { type FlinkParts, type FlinkPartsSettings, flinkParts } from './flink/flink-parts.js';
export { type FlinkWorker, flinkWorkers } from './flink/flink-rest.js';
export { logFlags } from './flink/server-log.js';
export { freePort, isPortOpen } from './free-port.js';
export { findJava, type Java, OLDEST_JAVA } from './java.js';
export { type JavaServerSettings, startJava } from './java-server.js';
export { type MemoryMeterSettings, memoryMeterJar } from './java-worker/memory-meter-jar.js';
export type { KafkaClusterShape } from './kafka/kafka-config.js';
export { KAFKA_VERSION, type KafkaJarsSettings, kafkaEntry, kafkaJars } from './kafka/kafka-jars.js';
export { kafkaManifest } from './kafka/kafka-manifest.js';
export { KafkaService, type KafkaServiceSettings } from './kafka/kafka-service.js';
export {
  type LocalKafkaSettings,
  localKafkaDir,
  localKafkaStatus,
  startLocalKafka,
  stopLocalKafka,
} from './kafka/local-kafka.js';
export { findMaven } from './maven.js';
export {
  type LocalPostgresSettings,
  localPostgresDir,
  localPostgresStatus,
  startLocalPostgres,
  stopLocalPostgres,
} from './postgres/local-postgres.js';
export { findNpm, type PostgresHomeSettings, postgresEntry, postgresHome } from './postgres/postgres-home.js';
export { POSTGRES_VERSION } from './postgres/postgres-manifest.js';
export { PostgresService, type PostgresServiceSettings } from './postgres/postgres-service.js';
export {
  type LocalPrismSettings,
  localPrismDir,
  localPrismStatus,
  startLocalPrism,
  stopLocalPrism,
} from './prism/local-prism.js';
export { PRISM_VERSION } from './prism/prism-module.js';
export { findGo, type PrismProgramSettings, prismEntry, prismProgram } from './prism/prism-program.js';
export { PrismService, type PrismServiceSettings } from './prism/prism-service.js';
export {
  findPython,
  PYTHON_BEAM_VERSION,
  type PythonBeamSettings,
  pythonBeam,
  pythonBeamEntry,
} from './python/python-beam.js';
export { recordedStatus, type ServiceStatus } from './recorded-status.js';
export { type ServerEnd, ServerProcess, type ServerSettings } from './server-process.js';
export { type RecordedProcess, type RecordedService, ServerRecord } from './server-record.js';
export { type Report, ServiceCache } from './service-cache.js';
