// Writes src/gen from model/*.proto: `node generate/generate.mjs [directory to write to]`.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readModel } from './read-model.mjs';
import { writeFields } from './write-fields.mjs';
import { writeMessages } from './write-messages.mjs';
import { writeServices } from './write-services.mjs';

const home = dirname(dirname(fileURLToPath(import.meta.url)));
const target = process.argv[2] ?? join(home, 'src', 'gen');
const header = '// Generated from model/*.proto by `npm run generate`. Change those and generate again.\n\n';

const { modules, services } = readModel(join(home, 'model'));
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [name, content] of modules) write(`${name}.ts`, writeMessages(name, content));
write('services.ts', writeServices(services));
write('fields.ts', writeFields(modules));

function write(name, source) {
  writeFileSync(join(target, name), header + source);
}
