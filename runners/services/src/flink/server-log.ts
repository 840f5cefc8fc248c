import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything goes to standard output, and so into the one log file of the process. */
const SETTINGS = `rootLogger.level = INFO
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1} - %m%n
`;

/** Writes the settings of log4j into a folder. @returns the flags of java that make it read them */
export function logFlags(dir: string, logFile: string): readonly string[] {
  const file = join(dir, 'log4j.properties');
  writeFileSync(file, SETTINGS);
  // Flink's web pages show the file of this property.
  return [`-Dlog4j.configurationFile=file:${file}`, `-Dlog.file=${logFile}`];
}
