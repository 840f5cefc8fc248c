import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { BeamError } from '@hornbeam/sdk/model';

/**
 * Below the ports that systems give to outgoing connections (Linux from 32768, others from 49152): one of those may be
 * taken by any connection between this call and the moment at which a server listens.
 */
const RANGE = [15_000, 32_000] as const;
const MOST_TRIES = 50;

/**
 * A port on which nobody listens at this moment.
 * @param wanted this port or none; 0 takes any
 * @throws BeamError E_SERVICE when the wanted port is taken
 */
export async function freePort(wanted = 0, host = 'localhost'): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = wanted === 0 && tries < MOST_TRIES ? randomInt(...RANGE) : wanted;
    try {
      return await probe(port, host);
    } catch (thrown) {
      if (port !== wanted) continue;
      const { code, message } = thrown as NodeJS.ErrnoException;
      const why = code === 'EADDRINUSE' ? 'is taken by another program' : `is not free: ${message}`;
      throw new BeamError('E_SERVICE', `port ${wanted} of ${host} ${why}`, {
        help: 'end the other program, or give another port (0 takes a free one)',
      });
    }
  }
}

/** Listens for a moment. @returns the port, which is the system's choice where it is 0 */
function probe(port: number, host: string): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

/** Whether somebody takes connections on a port. Sends nothing: servers log what they do not understand. */
export function isPortOpen(port: number, host = 'localhost'): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ port, host });
    const end = (open: boolean): void => {
      socket.destroy();
      done(open);
    };
    socket.setTimeout(2000, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
