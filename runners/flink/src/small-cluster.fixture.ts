// A cluster for tests: an HTTP server that answers as Flink's REST API does for one job, and notes what it is asked for.

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FlinkJobState } from './flink-answers.js';

/** See the head of this file. */
export class SmallCluster {
  /** What is asked for beside looking, in order: `METHOD /path` without the version, with the body where there is one. */
  readonly orders: string[] = [];
  /** How often the job was looked at. */
  looks = 0;
  state: FlinkJobState = 'RUNNING';
  /** The cluster's clock, ms, and when the job was last in a state. */
  now = 100_000;
  timestamps: Record<string, number> = { RUNNING: 1, RESTARTING: 0 };
  /** How far event time has come at the inputs of tasks, by vertex; a vertex without input has none. */
  watermarks: Record<string, readonly (string | number)[]> = {};
  /** The same in front of tasks, where it is asked for. */
  inputWatermarks: Record<string, readonly (string | number)[]> = {};
  /** The names of operators, by vertex; `step` where there is none. */
  steps: Record<string, string> = {};
  accumulators: { name: string; type: string; value: string }[] = [];
  /** What becomes of an order to stop. */
  stopping: () => { location: string } | { 'failure-cause': { 'stack-trace': string } } = () => {
    this.state = 'FINISHED';
    return { location: 'file:/savepoints/1' };
  };
  private readonly server: Server;
  private readonly waiting: (() => void)[] = [];

  static async start(): Promise<SmallCluster> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new SmallCluster(server);
  }

  private constructor(server: Server) {
    this.server = server;
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        this.answer(request.method!, request.url!.replace(/^\/v1/, ''), body, response);
        for (const resolve of this.waiting.splice(0)) resolve();
      });
    });
  }

  /** `host:port` of the REST API. */
  get master(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Waits until something holds, looking after each request. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
    }
  }

  /** Nobody answers any more. */
  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(method: string, url: string, body: string, response: ServerResponse): void {
    const [path] = url.split('?') as [string];
    if (method !== 'GET') this.orders.push([method, url, body].filter((part) => part !== '').join(' '));
    const found = this.metrics(url) ?? this.found(method, path);
    response.statusCode = found === undefined ? 404 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(found ?? { errors: [`Not found: ${path}`] }));
  }

  /** The metrics of a vertex: their names, or their values when they are asked for. */
  private metrics(url: string): unknown {
    const [, vertex, query] = /^\/jobs\/j\/vertices\/(\w+)\/metrics(\?get=.+)?$/.exec(url) ?? [];
    if (vertex === undefined) return undefined;
    // Names of metrics have no blanks and commas.
    const step = (this.steps[vertex] ?? 'step').replaceAll(/[ ,]/g, '_');
    const isInput = query?.includes('currentInputWatermark');
    const values = isInput ? this.inputWatermarks[vertex] : this.watermarks[vertex];
    return values!.map((value, at) => ({
      id: `${at}.${step}.current${isInput ? 'Input' : 'Output'}Watermark`,
      ...(query !== undefined && { value: `${value}` }),
    }));
  }

  private found(method: string, path: string): unknown {
    switch (`${method} ${path}`) {
      case 'GET /jobs/j':
        this.looks++;
        return {
          ...{ jid: 'j', name: 'job', state: this.state, 'start-time': 0, 'end-time': -1, duration: 1 },
          ...{ now: this.now, timestamps: this.timestamps },
          vertices: Object.keys(this.watermarks).map((id) => ({
            ...{ id, name: id, parallelism: 1, status: 'RUNNING' },
            metrics: { 'read-records': 0, 'write-records': 0 },
          })),
        };
      case 'GET /jobs/j/accumulators':
        return { 'job-accumulators': [], 'user-task-accumulators': this.accumulators };
      case 'POST /jobs/j/checkpoints':
      case 'POST /jobs/j/stop':
        return { 'request-id': 'r' };
      case 'GET /jobs/j/checkpoints/r':
        return { status: { id: 'COMPLETED' }, operation: { checkpointId: 1 } };
      case 'GET /jobs/j/savepoints/r':
        return { status: { id: 'COMPLETED' }, operation: this.stopping() };
      case 'PATCH /jobs/j':
        this.state = 'CANCELED';
        return {};
      case 'POST /savepoint-disposal':
        return { 'request-id': 'd' };
      default:
        return undefined;
    }
  }
}
