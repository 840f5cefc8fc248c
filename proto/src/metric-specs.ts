import { urns } from './urns.js';

/** Keys of `MonitoringInfo.labels`. */
export const metricLabels = {
  transform: 'PTRANSFORM',
  pcollection: 'PCOLLECTION',
  windowingStrategy: 'WINDOWING_STRATEGY',
  coder: 'CODER',
  environment: 'ENVIRONMENT',
  namespace: 'NAMESPACE',
  name: 'NAME',
  service: 'SERVICE',
  method: 'METHOD',
  resource: 'RESOURCE',
  status: 'STATUS',
  bigQueryProjectId: 'BIGQUERY_PROJECT_ID',
  bigQueryDataset: 'BIGQUERY_DATASET',
  bigQueryTable: 'BIGQUERY_TABLE',
  bigQueryView: 'BIGQUERY_VIEW',
  bigQueryQueryName: 'BIGQUERY_QUERY_NAME',
  gcsBucket: 'GCS_BUCKET',
  gcsProjectId: 'GCS_PROJECT_ID',
  datastoreProject: 'DATASTORE_PROJECT',
  datastoreNamespace: 'DATASTORE_NAMESPACE',
  bigtableProjectId: 'BIGTABLE_PROJECT_ID',
  instanceId: 'INSTANCE_ID',
  tableId: 'TABLE_ID',
  spannerProjectId: 'SPANNER_PROJECT_ID',
  spannerDatabaseId: 'SPANNER_DATABASE_ID',
  spannerTableId: 'SPANNER_TABLE_ID',
  spannerInstanceId: 'SPANNER_INSTANCE_ID',
  spannerQueryName: 'SPANNER_QUERY_NAME',
  perWorkerMetric: 'PER_WORKER_METRIC',
} as const;

/** What must accompany a metric. */
export interface MetricSpec {
  /** `MonitoringInfo.type`. */
  readonly type: string;
  /** Keys that `MonitoringInfo.labels` must have. */
  readonly labels: readonly string[];
}

const { metricTypes, metrics } = urns;
const { transform, pcollection, namespace, name, service, method, resource, status } = metricLabels;
const user = [transform, namespace, name] as const;

/** The metrics of the model by URN. */
export const metricSpecs: Readonly<Record<string, MetricSpec>> = {
  [metrics.userSumInt64]: { type: metricTypes.sumInt64, labels: user },
  [metrics.userSumDouble]: { type: metricTypes.sumDouble, labels: user },
  [metrics.userDistributionInt64]: { type: metricTypes.distributionInt64, labels: user },
  [metrics.userDistributionDouble]: { type: metricTypes.distributionDouble, labels: user },
  [metrics.userLatestInt64]: { type: metricTypes.latestInt64, labels: user },
  [metrics.userLatestDouble]: { type: metricTypes.latestDouble, labels: user },
  [metrics.userTopNInt64]: { type: metricTypes.topNInt64, labels: user },
  [metrics.userTopNDouble]: { type: metricTypes.topNDouble, labels: user },
  [metrics.userBottomNInt64]: { type: metricTypes.bottomNInt64, labels: user },
  [metrics.userBottomNDouble]: { type: metricTypes.bottomNDouble, labels: user },
  [metrics.userSetString]: { type: metricTypes.setString, labels: user },
  [metrics.userBoundedTrie]: { type: metricTypes.boundedTrie, labels: user },
  [metrics.userHistogramInt64]: { type: metricTypes.histogramInt64, labels: user },
  [metrics.elementCount]: { type: metricTypes.sumInt64, labels: [pcollection] },
  [metrics.sampledByteSize]: { type: metricTypes.distributionInt64, labels: [pcollection] },
  [metrics.startBundleMillis]: { type: metricTypes.sumInt64, labels: [transform] },
  [metrics.processBundleMillis]: { type: metricTypes.sumInt64, labels: [transform] },
  [metrics.finishBundleMillis]: { type: metricTypes.sumInt64, labels: [transform] },
  [metrics.totalMillis]: { type: metricTypes.sumInt64, labels: [transform] },
  [metrics.workRemaining]: { type: metricTypes.progress, labels: [transform] },
  [metrics.workCompleted]: { type: metricTypes.progress, labels: [transform] },
  [metrics.dataChannelReadIndex]: { type: metricTypes.sumInt64, labels: [transform] },
  [metrics.apiRequestCount]: {
    type: metricTypes.sumInt64,
    labels: [service, method, resource, transform, status],
  },
  [metrics.apiRequestLatencies]: {
    type: metricTypes.histogramInt64,
    labels: [service, method, resource, transform],
  },
};
