import { BeamError } from '@hornbeam/sdk/model';
import { nearest } from '../args/spelling.js';
import type { Host } from '../host.js';
import { topics } from '../list/topics.js';
import { columns } from '../terminal/columns.js';
import { paletteFor } from '../terminal/palette.js';

/** Lists what the installed packages offer. @returns the exit code */
export async function listCommand(
  topic: string | undefined,
  flags: { readonly json?: boolean },
  host: Host,
): Promise<number> {
  const names = topic === undefined ? Object.keys(topics) : [known(topic)];
  const sections = names.flatMap((name) => topics[name]?.() ?? []);
  if (flags.json) {
    await host.stdout.write(`${JSON.stringify(sections, null, 2)}\n`);
    return 0;
  }
  const paint = paletteFor(host.stdout, host.env);
  const blocks = sections.map(({ title, items }) =>
    [paint.bold(title), ...columns(items.map(({ name, about }) => [`  ${name}`, about]))].join('\n'),
  );
  await host.stdout.write(`${blocks.join('\n\n')}\n`);
  return 0;
}

function known(topic: string): string {
  if (Object.hasOwn(topics, topic)) return topic;
  const near = nearest(topic, Object.keys(topics));
  throw new BeamError('E_USAGE', `There is no list of "${topic}".`, {
    help:
      near === undefined ? `lists that exist: ${Object.keys(topics).join(', ')}` : `did you mean ${near}?`,
  });
}
