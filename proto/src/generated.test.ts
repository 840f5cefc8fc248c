import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const generator = fileURLToPath(new URL('../generate/generate.mjs', import.meta.url));
const committed = fileURLToPath(new URL('gen', import.meta.url));
const source = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

describe('the generated code', () => {
  let fresh: string;
  beforeAll(() => {
    fresh = mkdtempSync(join(tmpdir(), 'hornbeam-proto-'));
    execFileSync(process.execPath, [generator, fresh]);
  });
  afterAll(() => rmSync(fresh, { recursive: true }));

  it('is what the generator writes now, byte for byte', () => {
    expect(readdirSync(fresh).sort()).toEqual(readdirSync(committed).sort());
    for (const name of readdirSync(fresh)) {
      expect(readFileSync(join(committed, name)).equals(readFileSync(join(fresh, name))), name).toBe(true);
    }
  });

  it('leaves nothing out of the entry points', () => {
    const entries = source('index.ts') + source('services.ts');
    for (const name of readdirSync(committed)) {
      // Reflection tables have an entry point of their own.
      if (name === 'fields.ts') continue;
      const listed = entries.match(
        new RegExp(`export \\{([^}]*)\\} from './gen/${name.replace('.ts', '')}\\.js'`),
      );
      const declared = [...source(`gen/${name}`).matchAll(/^export (?:const|function) (\w+)/gm)];
      expect(listed?.[1]?.match(/\w+/g)?.sort(), name).toEqual(declared.map(([, each]) => each).sort());
    }
  });

  it('reaches the services from no module a local run loads', () => {
    const reached = new Set<string>();
    const follow = (path: string) => {
      if (reached.has(path)) return;
      reached.add(path);
      const directory = path.replace(/[^/]*$/, '');
      for (const [, , target] of source(path).matchAll(/^(import|export|\}) .*?from '(\.[^']*)\.js';$/gm)) {
        follow(join(directory, `${target}.ts`));
      }
    };
    follow('index.ts');
    expect(reached).toContain('gen/beam-runner-api.ts');
    expect(
      [...reached].filter((path) => /fn-api|job-api|artifact-api|services|fields|json/.test(path)),
    ).toEqual([]);
  });
});
