import type { Operator, OperatorSite } from './operator.js';

/** The end of a stage: hands elements to the host (`beam:runner:sink:v1`). */
export function sinkOperator(site: OperatorSite): Operator {
  const { bundle } = site;
  return { site, input: bundle.services.sink(site.transformId, bundle.cursor) };
}
