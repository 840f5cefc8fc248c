import { BeamError } from '@hornbeam/sdk/model';

/** What stands for a Flink inside the job server itself. */
export const EMBEDDED_FLINK = '[local]';

/** Whether a master names no cluster but Flink inside the job server. */
export const isEmbedded = (master: string): boolean => master.startsWith('[');

/**
 * The address of a cluster's REST API as a URL without a slash at its end: users write `host:8081`, too.
 * @throws BeamError `E_USAGE`
 */
export function restUrlOf(master: string): string {
  const text = /^https?:\/\//.test(master) ? master : `http://${master}`;
  const wrong = (): BeamError =>
    new BeamError('E_USAGE', `"${master}" is no address of a Flink cluster.`, {
      help: "give host:port of the cluster's REST API, such as localhost:8081, or [local] for a Flink inside the run",
    });
  if (!URL.canParse(text)) throw wrong();
  const { hostname, protocol, port, pathname } = new URL(text);
  if (hostname === '' || hostname === '[') throw wrong();
  const usual = protocol === 'https:' ? '' : ':8081';
  return `${protocol}//${hostname}${port === '' ? usual : `:${port}`}${pathname.replace(/\/+$/, '')}`;
}

/** The address as the job server takes it, `host:port`. @throws BeamError `E_USAGE` */
export function masterOf(master: string): string {
  if (isEmbedded(master)) return master;
  const { protocol, hostname, port, pathname } = new URL(restUrlOf(master));
  if (protocol === 'https:' || pathname !== '/') {
    throw new BeamError('E_USAGE', `The job server cannot reach a cluster by ${master}.`, {
      help: 'give host:port of a REST API without TLS and without a path, or submit with --submit=rest',
    });
  }
  return `${hostname}:${port || 80}`;
}
