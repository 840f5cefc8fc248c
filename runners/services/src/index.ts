/** Real servers from the package registries, started without root or containers. */

export { type BeamFlinkJarSettings, beamFlinkJar, findMaven, givenJars } from './flink/beam-flink-jar.js';
export { BEAM_VERSION } from './flink/beam-flink-pom.js';
export { FLINK_VERSION, type FlinkHomeSettings, findPip, flinkHome } from './flink/flink-home.js';
export { freePort, isPortOpen } from './free-port.js';
export { findJava, type Java, OLDEST_JAVA } from './java.js';
export { type ServerEnd, ServerProcess, type ServerSettings } from './server-process.js';
export { type Report, ServiceCache } from './service-cache.js';
