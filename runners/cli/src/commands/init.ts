import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { nearest } from '../args/spelling.js';
import type { Host } from '../host.js';
import { projectFiles, templates } from '../init/templates.js';
import { vendoredPackages } from '../init/vendored-packages.js';
import { columns } from '../terminal/columns.js';

/** Asks the person at the terminal; undefined when nobody is there. */
export type Ask = (question: string) => Promise<string> | undefined;

/** Writes a new project. Existing files are never written over. @returns the exit code */
export async function initCommand(
  folder: string | undefined,
  flags: { readonly template?: string; readonly force?: boolean },
  host: Host,
  ask: Ask = askTerminal,
): Promise<number> {
  const target = resolve(host.cwd, folder ?? ((await ask('Folder of the new project [.]: ')) || '.'));
  const template = known(flags.template ?? ((await ask(question())) || 'wordcount'));
  if (existsSync(target) && readdirSync(target).length > 0 && !flags.force) {
    throw new BeamError('E_USAGE', `The folder "${shownPath(target, host.cwd)}" is not empty.`, {
      help: 'give the name of a new folder, or --force to add the files that are not there yet',
    });
  }
  const lines: string[] = [];
  const vendored = vendoredPackages();
  for (const [path, content] of projectFiles(template, target, vendored)) {
    const file = join(target, path);
    if (existsSync(file)) {
      lines.push(`kept     ${path}`);
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    lines.push(`written  ${path}`);
  }
  if (vendored.length > 0) {
    lines.push(
      '',
      'This beam-run runs from a checkout: vendor/ holds its packages, and npm installs them from there.',
    );
  }
  const steps = [
    ...(target === host.cwd ? [] : [`cd ${shownPath(target, host.cwd)}`]),
    'npm install',
    'npm start',
  ];
  await host.stdout.write(`${[...lines, '', 'Next:', ...steps.map((step) => `  ${step}`)].join('\n')}\n`);
  return 0;
}

/** A path from here when it lies below, else in full. */
function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short || '.';
}

function question(): string {
  const rows = columns(Object.entries(templates).map(([name, about]) => [`  ${name}`, about]));
  return `${['Templates:', ...rows].join('\n')}\nTemplate [wordcount]: `;
}

function known(template: string): string {
  if (Object.hasOwn(templates, template)) return template;
  const names = Object.keys(templates);
  const near = nearest(template, names);
  throw new BeamError('E_USAGE', `There is no template "${template}".`, {
    help: near === undefined ? `templates that exist: ${names.join(', ')}` : `did you mean ${near}?`,
  });
}

function askTerminal(text: string): Promise<string> | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return (async () => {
    const { createInterface } = await import('node:readline/promises');
    const line = createInterface({ input: process.stdin, output: process.stderr });
    // Ctrl-D closes the line without an answer; Ctrl-C would be an error of Node's own kind.
    let answered = false;
    const gone = new Promise<never>((_, reject) => {
      line.once('close', () => {
        // Behind the question stands no line end yet.
        if (!answered) process.stderr.write('\n');
        reject(noAnswer());
      });
      line.once('SIGINT', () => line.close());
    });
    gone.catch(() => undefined);
    try {
      const answer = await Promise.race([line.question(text), gone]);
      answered = true;
      return answer.trim();
    } finally {
      line.close();
    }
  })();
}

const noAnswer = (): BeamError => new BeamError('E_CANCELLED', 'Nothing was written.');
