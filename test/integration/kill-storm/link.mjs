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
  /** Bytes that the server may still answer. */
  #left = Number.POSITIVE_INFINITY;
  #server;
  /** Where the server listens; may be said later, before the first connection. */
  target;

  /** @param port 0 takes a free one */
  static async open(port) {
    const link = new Link();
    link.#server = createServer((near) => link.#join(near));
    await new Promise((resolve, reject) => {
      link.#server.once('error', reject);
      link.#server.listen(port, 'localhost', resolve);
    });
    link.port = link.#server.address().port;
    return link;
  }

  /** Every connection ends, and new ones are refused. */
  cut() {
    this.#isCut = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  /** The link is cut when the server has answered so many bytes more; the last of them arrives. */
  cutAfter(bytes) {
    this.#left = bytes;
  }

  mend() {
    this.#isCut = false;
    this.#left = Number.POSITIVE_INFINITY;
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
    far.on('data', (bytes) => {
      const passed = bytes.subarray(0, this.#left);
      this.#left -= passed.length;
      if (this.#left > 0) {
        if (!near.write(passed)) far.pause();
      } else near.end(passed, () => this.cut());
    });
    near.on('drain', () => far.resume());
  }
}
