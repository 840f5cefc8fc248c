import { mavenRepositories } from '../maven.js';

/** The version of Beam whose Flink runner is used. */
export const BEAM_VERSION = '2.62.0';

/** Maven's names of the plugins that put all jars into one folder, and that join them. */
export const beamFlinkGoals = {
  fetch: ['org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies'],
  join: [
    'org.apache.maven.plugins:maven-jar-plugin:2.4:jar',
    'org.apache.maven.plugins:maven-shade-plugin:3.6.0:shade',
  ],
} as const;

/**
 * What Maven is to build: `target/jars` with every jar that is needed, and `target/beam-flink.jar`, all of them in one.
 *
 * Neither Flink nor a logger is inside: those come from the Flink that runs it, so nothing can be there twice. Beam
 * brings its own gRPC under other names; what only talks to Google's services is left out, but for the core of it,
 * which the job server loads as it starts.
 * @param repository URL of a Maven repository to use in place of Maven Central
 */
export function beamFlinkPom(repository?: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>hornbeam</groupId>
  <artifactId>beam-flink</artifactId>
  <version>1</version>
${repository === undefined ? '' : mavenRepositories(repository)}  <properties>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.apache.beam</groupId>
      <artifactId>beam-runners-flink-1.19</artifactId>
      <version>${BEAM_VERSION}</version>
      <exclusions>
${excluded.map(exclusion).join('\n')}
      </exclusions>
    </dependency>
  </dependencies>
  <build>
    <finalName>beam-flink</finalName>
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
      <plugin>
        <artifactId>maven-shade-plugin</artifactId>
        <version>3.6.0</version>
        <configuration>
          <createDependencyReducedPom>false</createDependencyReducedPom>
          <transformers>
            <transformer implementation="org.apache.maven.plugins.shade.resource.ServicesResourceTransformer"/>
            <transformer implementation="org.apache.maven.plugins.shade.resource.ManifestResourceTransformer">
              <mainClass>org.apache.beam.runners.flink.FlinkPipelineRunner</mainClass>
            </transformer>
          </transformers>
          <filters>
            <filter>
              <artifact>*:*</artifact>
              <excludes>
${unwanted.map((path) => `                <exclude>${path}</exclude>`).join('\n')}
              </excludes>
            </filter>
          </filters>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
`;
}

/** Groups whose artifacts are not wanted, or one artifact. */
const excluded = [
  'org.apache.flink:*',
  'org.slf4j:*',
  'io.grpc:*',
  'org.conscrypt:*',
  'io.opentelemetry:*',
  'com.google.api.grpc:*',
  'com.google.cloud:google-cloud-monitoring',
];

/** Signatures hold for single jars, and module descriptions contradict each other in one. */
const unwanted = [
  'META-INF/*.SF',
  'META-INF/*.DSA',
  'META-INF/*.RSA',
  'module-info.class',
  'META-INF/versions/*/module-info.class',
];

function exclusion(name: string): string {
  const [group, artifact] = name.split(':');
  return `        <exclusion><groupId>${group}</groupId><artifactId>${artifact}</artifactId></exclusion>`;
}
