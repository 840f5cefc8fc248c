import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as constants from './constants.js';
import { metricLabels, metricSpecs } from './metric-specs.js';
import { urns } from './urns.js';

interface Fact {
  readonly holder: string;
  readonly text: string;
  readonly metricType: string;
  readonly labels: readonly string[];
}

const facts: Fact[] = readFileSync(new URL('../model/urns.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [holder = '', , text = '', metricType = '', labels = ''] = line.split('\t');
    return { holder, text, metricType, labels: labels === '' ? [] : labels.split(' ') };
  });

/** Texts of the facts whose enum matches, sorted. */
function textsOf(holder: RegExp): string[] {
  return facts
    .filter((fact) => holder.test(fact.holder))
    .map((fact) => fact.text)
    .sort();
}

describe('urns', () => {
  const groups: Record<Exclude<keyof typeof urns, 'hornbeam'>, RegExp> = {
    transforms: /StandardPTransforms/,
    ports: /FnApiTransforms/,
    coders: /StandardCoders/,
    logicalTypes: /LogicalTypes/,
    windowFns: /WindowsPayload/,
    sideInputs: /StandardSideInputTypes/,
    userState: /StandardUserStateTypes/,
    requirements: /StandardRequirements/,
    protocols: /StandardProtocols/,
    runnerProtocols: /StandardRunnerProtocols/,
    environments: /StandardEnvironments/,
    resourceHints: /StandardResourceHints/,
    artifactTypes: /StandardArtifacts\.Types/,
    artifactRoles: /StandardArtifacts\.Roles/,
    displayData: /StandardDisplayData/,
    metrics: /MonitoringInfoSpecs/,
    metricTypes: /MonitoringInfoTypeUrns/,
    expansionMethods: /ExpansionMethods/,
    managedTransforms: /ManagedTransforms/,
  };

  it.each(Object.entries(groups))('has in %s exactly the URNs of the model', (group, holder) => {
    const ours = Object.values(urns[group as keyof typeof groups]).sort();
    expect(ours.length).toBeGreaterThan(0);
    expect(ours).toEqual(textsOf(holder));
  });

  it('leaves no URN of the model without a group', () => {
    const grouped = new Set(Object.values(urns).flatMap((group): string[] => Object.values(group)));
    const missing = facts.filter((fact) => fact.text.startsWith('beam:') && !grouped.has(fact.text));
    expect(missing).toEqual([]);
  });

  it('marks our own URNs by our own prefix', () => {
    for (const urn of Object.values(urns.hornbeam)) expect(urn).toMatch(/^hornbeam:[a-z_]+:[a-z_]+:v\d+$/);
  });
});

describe('metrics', () => {
  it('have the types and labels the model asks for', () => {
    const expected = facts.filter((fact) => fact.metricType !== '');
    const ours = Object.entries(metricSpecs).map(([urn, spec]) => [urn, spec.type, ...spec.labels].join(' '));
    expect(ours.sort()).toEqual(
      expected.map((fact) => [fact.text, fact.metricType, ...fact.labels].join(' ')).sort(),
    );
  });

  it('have the labels of the model', () => {
    expect(Object.values(metricLabels).sort()).toEqual(textsOf(/MonitoringInfoLabels/));
  });
});

describe('constants', () => {
  it('are those of the model', () => {
    const { minTimestampMillis, maxTimestampMillis, globalWindowMaxTimestampMillis } = constants;
    const bounds = [minTimestampMillis, maxTimestampMillis, globalWindowMaxTimestampMillis].map(String);
    expect(bounds.sort()).toEqual(textsOf(/BeamConstants/));
    expect([constants.noArtifactsStagedToken]).toEqual(textsOf(/CommitManifestResponse/));
    expect(Object.values(constants.annotationKeys).sort()).toEqual(textsOf(/pipeline\.v1\.Annotations/));
  });
});
