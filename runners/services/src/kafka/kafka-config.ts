/** What one broker of a cluster is told. */
export interface KafkaBrokerPlace {
  /** From 1 on. */
  readonly id: number;
  /** Port for clients. */
  readonly port: number;
  /** Port that clients and the other brokers are told; without it `port`. */
  readonly advertisedPort?: number | undefined;
  /** Port of the controllers' own protocol. */
  readonly controllerPort: number;
  /** Port for clients with a name and a password; only where there are users. */
  readonly saslPort?: number | undefined;
}

/** What all brokers of a cluster have in common. */
export interface KafkaClusterShape {
  /** Partitions of a topic that does not say how many. */
  readonly partitions: number;
  /** Passwords by name, for a second listener with SASL PLAIN; without it everybody may do everything. */
  readonly users?: Readonly<Record<string, string>> | undefined;
  /** Further settings of `server.properties`, which win. */
  readonly config: Readonly<Record<string, string>>;
}

/** Brokers that must have a record before it counts as written: 2 of 3, so that one may be lost. */
const copies = (brokers: number): { factor: number; inSync: number } =>
  brokers >= 3 ? { factor: 3, inSync: 2 } : { factor: 1, inSync: 1 };

/**
 * The file `server.properties` of one broker. Every broker is a controller too.
 * @param dir folder for its records
 */
export function kafkaConfig(
  shape: KafkaClusterShape,
  place: KafkaBrokerPlace,
  all: readonly KafkaBrokerPlace[],
  dir: string,
): string {
  const { factor, inSync } = copies(all.length);
  const sasl = place.saslPort === undefined ? '' : `,SASL://localhost:${place.saslPort}`;
  const settings: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': place.id,
    'controller.quorum.voters': all
      .map(({ id, controllerPort }) => `${id}@localhost:${controllerPort}`)
      .join(','),
    listeners: `PLAINTEXT://localhost:${place.port},CONTROLLER://localhost:${place.controllerPort}${sasl}`,
    'advertised.listeners': `PLAINTEXT://localhost:${place.advertisedPort ?? place.port}${sasl}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT',
    'log.dirs': dir,
    'num.partitions': shape.partitions,
    'default.replication.factor': factor,
    'min.insync.replicas': inSync,
    'auto.create.topics.enable': false,
    // With more copies than brokers the first transaction and the first group would hang for ever.
    'offsets.topic.replication.factor': factor,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': factor,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': factor,
    'share.coordinator.state.topic.min.isr': inSync,
    // No three seconds of waiting for further members of a group.
    'group.initial.rebalance.delay.ms': 0,
    // Transactions whose writer died are looked for every second.
    'transaction.abort.timed.out.transaction.cleanup.interval.ms': 1000,
    // A broker that is killed is missed after some seconds, not after half a minute.
    'broker.session.timeout.ms': 6000,
    'replica.lag.time.max.ms': 10_000,
    ...(shape.users && saslSettings(shape.users)),
    ...shape.config,
  };
  return `${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}

function saslSettings(users: Readonly<Record<string, string>>): Record<string, string> {
  const logins = Object.entries(users).map(([name, password]) => `user_${name}="${password}"`);
  return {
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.sasl.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required ${logins.join(' ')};`,
  };
}

/** Flags of java: how much is logged, and where to. */
export const kafkaLogFlags: readonly string[] = [
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  // Says when the server is ready.
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
];
