import { type LogEntry, LogEntrySeverity } from '@hornbeam/proto/services';
import type { LogRecord } from '@hornbeam/sdk/construction';

/** What a worker logged, as a record of the run's log. */
export function recordOf({ severity, message, trace, transformId }: LogEntry, worker: string): LogRecord {
  return {
    severity: severityOf(severity),
    message: trace === '' ? message : `${message}\n${trace}`,
    ...(transformId === '' ? {} : { step: transformId }),
    details: { worker },
  };
}

function severityOf(severity: number): LogRecord['severity'] {
  if (severity >= LogEntrySeverity.ERROR) return 'error';
  if (severity >= LogEntrySeverity.WARN) return 'warn';
  return severity >= LogEntrySeverity.INFO ? 'info' : 'debug';
}
