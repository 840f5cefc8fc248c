import { readdirSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Java } from '../java.js';
import { checkJars, findMaven, mavenRepositories, runMaven } from '../maven.js';
import type { Report, ServiceCache } from '../service-cache.js';
import type { Variables } from '../tool.js';
import { kafkaManifest } from './kafka-manifest.js';

/** The version of Kafka that hornbeam starts. */
export const KAFKA_VERSION = '4.1.2';

/** Where the jars of Kafka are to come from, and where they are kept. */
export interface KafkaJarsSettings {
  readonly cache: ServiceCache;
  /** What Maven runs on. */
  readonly java: Java;
  /** URL of a Maven repository to use in place of Maven Central; what comes from it must be the same bytes. */
  readonly repository?: string | undefined;
  readonly report?: Report | undefined;
  readonly env?: Variables | undefined;
  /** The expected SHA-256 of each jar by its name. */
  readonly manifest?: ReadonlyMap<string, string>;
}

/** The name of the cache's entry. */
export const kafkaEntry = `kafka-${KAFKA_VERSION}`;

/**
 * Paths of the jars of a Kafka server, a class path. Fetched with the installed Maven at the first use (43 MB).
 * @throws BeamError E_ENVIRONMENT without Maven, E_DOWNLOAD when Maven fails or a jar is not the expected one
 */
export async function kafkaJars(settings: KafkaJarsSettings): Promise<readonly string[]> {
  const { cache, java, env, report = () => undefined, manifest = kafkaManifest } = settings;
  const build = async (dir: string): Promise<void> => {
    const maven = findMaven(env);
    report(`fetching Kafka ${KAFKA_VERSION} with Maven (${manifest.size} jars, 43 MB); once only`);
    await writeFile(join(dir, 'pom.xml'), kafkaPom(settings.repository));
    await runMaven({ maven, dir, goals: [COPY], java, env, what: 'Kafka' });
    await checkJars(join(dir, 'target', 'jars'), manifest, `Kafka ${KAFKA_VERSION}`);
    await rename(join(dir, 'target', 'jars'), join(dir, 'lib'));
    await rm(join(dir, 'target'), { recursive: true });
  };
  const lib = join(await cache.entry(kafkaEntry, build, report), 'lib');
  return readdirSync(lib)
    .sort()
    .map((name) => join(lib, name));
}

const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

/** What Maven is to fetch. Kafka brings no logger that prints: `slf4j-simple` is one. */
function kafkaPom(repository?: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>hornbeam</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
${repository === undefined ? '' : mavenRepositories(repository)}  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <artifactId>maven-dependency-plugin</artifactId>
        <version>3.6.1</version>
        <configuration>
          <includeScope>runtime</includeScope>
          <outputDirectory>\${project.build.directory}/jars</outputDirectory>
          <prependGroupId>true</prependGroupId>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
`;
}
