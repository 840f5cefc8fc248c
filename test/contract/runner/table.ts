import { features } from './features.js';
import { type Exceptions, runners } from './runners.js';

const PAGE = `# What runs where

Every feature below is a set of small pipelines, written once in \`test/contract/runner\` and run on every runner. A
number says how many of a feature's behaviours a runner has, and how many there are; what is left out is named with
its reason. The page is made from the suite: \`npx vitest run --config test/vitest.config.ts test/contract -u\`.
`;

/** The page \`docs/what-runs-where.md\`, from the suite and the exceptions of the runners. */
export function whatRunsWhere(): string {
  const names = Object.keys(runners);
  const rows = features.map(({ name, cases }) => [
    name,
    ...Object.values<Exceptions>(runners).map((exceptions) => {
      const missing = Object.keys(exceptions[name] ?? {}).length;
      return `${cases.length - missing} of ${cases.length}`;
    }),
  ]);
  const table = [['Feature', ...names], ['---', ...names.map(() => '---')], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
  const reasons = Object.entries<Exceptions>(runners).flatMap(([runner, exceptions]) =>
    Object.entries(exceptions).flatMap(([feature, behaviours]) =>
      Object.entries(behaviours).map(
        ([behaviour, reason]) => `- ${runner}, ${feature}: ${behaviour}. ${reason}`,
      ),
    ),
  );
  const exceptions = reasons.length === 0 ? '' : `\n## Left out\n\n${reasons.join('\n')}\n`;
  const behaviours = features.map(
    ({ name, cases }) => `\n### ${name}\n\n${cases.map(({ behaviour }) => `- ${behaviour}`).join('\n')}\n`,
  );
  return `${PAGE}\n${table}\n${exceptions}\n## Behaviours\n${behaviours.join('')}`;
}
