import type { MonitoringInfo } from '@hornbeam/proto';

/** A metric without its value. */
export type MetricIdentity = Pick<MonitoringInfo, 'urn' | 'type' | 'labels'>;

/**
 * Short names for metrics, the same as long as the worker lives: a runner that knows a name does not want to read all
 * of a metric's labels with each bundle.
 */
export class ShortIds {
  private readonly ids = new Map<string, string>();
  private readonly infos = new Map<string, MetricIdentity>();

  idOf(metric: MetricIdentity): string {
    const labels = Object.entries(metric.labels).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([metric.urn, metric.type, labels]);
    let id = this.ids.get(key);
    if (id === undefined) {
      id = (this.ids.size + 1).toString(16);
      this.ids.set(key, id);
      this.infos.set(id, { urn: metric.urn, type: metric.type, labels: { ...metric.labels } });
    }
    return id;
  }

  /** What a short name stands for. */
  infoOf(id: string): MetricIdentity | undefined {
    return this.infos.get(id);
  }
}
