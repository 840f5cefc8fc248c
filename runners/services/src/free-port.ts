import { connect, createServer } from 'node:net';
import { BeamError } from '@hornbeam/sdk/model';

/**
 * A port on which nobody listens at this moment.
 * @param wanted this port or none; 0 takes any
 * @throws BeamError E_SERVICE when the wanted port is taken
 */
export function freePort(wanted = 0, host = 'localhost'): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', (thrown: NodeJS.ErrnoException) => {
      const why =
        thrown.code === 'EADDRINUSE' ? 'is taken by another program' : `is not free: ${thrown.message}`;
      failed(
        new BeamError('E_SERVICE', `port ${wanted} of ${host} ${why}`, {
          help: 'end the other program, or give another port (0 takes a free one)',
        }),
      );
    });
    probe.listen({ port: wanted, host, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : wanted));
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
