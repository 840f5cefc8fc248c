import { errorCodes } from '@hornbeam/sdk/model';
import { expect, test } from 'vitest';
import { read, sources } from './repository.js';

const page = read('docs/errors.md');
const codes = Object.entries(errorCodes);

test('the table of docs/errors.md is the catalogue of the code, in its order', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| [E_'));
  const wanted = codes.map(
    ([code, { title, exit }]) => `| [${code}](#${code.toLowerCase()}) | ${title} | ${exit} |`,
  );
  expect(rows).toEqual(wanted);
});

test('every code has a section that says what happened, why, and what to do', () => {
  const sections = page.split(/^## /m).slice(1);
  expect(sections.map((section) => section.split('\n')[0])).toEqual(codes.map(([code]) => code));
  for (const [at, [code, { title }]] of codes.entries()) {
    const section = sections[at] as string;
    expect(section, code).toContain(`\n${title}.\n`);
    const labels = [...section.matchAll(/^- \*\*(.+)\*\*: \S/gm)].map(([, label]) => label);
    expect(labels, code).toEqual(['What happened', 'Likely cause', 'What to do']);
  }
});

test('every code is used somewhere', () => {
  const texts = sources()
    .filter((file) => file !== 'sdk/core/src/model/errors.ts')
    .map(read);
  const used = (code: string) => texts.some((text) => new RegExp(`'${code}'`).test(text));
  expect(codes.map(([code]) => code).filter((code) => !used(code))).toEqual([]);
});
