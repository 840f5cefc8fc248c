/**
 * A link to a server that can be cut: connections to its port go on to the server's, as long as it is whole.
 *
 * Owns: the listening socket, all connections that pass.
 */
import { connect, createServer } from 'node:net';

export class Link {
  /** Where it listens. */
  port;
  #pairs = new Set();
  #isCut = false;
  #server;
  /** Where the server listens; may be said later, before the first connection. */
  target;

  /** @returns a link that listens on a port of its own */
  static async open(port) {
    const link = new Link();
    link.port = port;
    link.#server = createServer((near) => link.#join(near));
    await new Promise((resolve, reject) => {
      link.#server.once('error', reject);
      link.#server.listen(port, 'localhost', resolve);
    });
    return link;
  }

  /** Every connection ends, and new ones are refused. */
  cut() {
    this.#isCut = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  mend() {
    this.#isCut = false;
  }

  close() {
    this.cut();
    this.#server.close();
  }

  #join(near) {
    if (this.#isCut) {
      near.destroy();
      return;
    }
    const far = connect({ port: this.target, host: 'localhost' });
    const pair = [near, far];
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    near.pipe(far);
    far.pipe(near);
  }
}
