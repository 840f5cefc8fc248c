import { BeamError } from '@hornbeam/sdk/model';
import { checkpointActions } from '../args/checkpoint-grammar.js';
import { type Actions, createProgram } from '../args/program.js';
import { servicesActions } from '../args/services-grammar.js';
import { completionScript, type Grammar, shells } from '../completion/script.js';
import type { Host } from '../host.js';
import { topics } from '../list/topics.js';

/** Prints the completion script of a shell. @returns the exit code */
export async function completionCommand(shell: string, host: Host): Promise<number> {
  const known = shells.find((each) => each === shell);
  if (known === undefined) {
    throw new BeamError('E_USAGE', `There is no completion for the shell "${shell}".`, {
      help: `shells that are known: ${shells.join(', ')}`,
    });
  }
  await host.stdout.write(completionScript(known, grammar()));
  return 0;
}

/** The commands and flags, from the grammar that parses them. */
function grammar(): Grammar {
  const program = createProgram('', {} as Actions, () => undefined);
  const words: Readonly<Record<string, readonly string[]>> = {
    list: Object.keys(topics),
    services: servicesActions,
    checkpoint: checkpointActions,
    completion: shells,
  };
  return {
    commands: program.commands.map((command) => ({
      name: command.name(),
      about: command.description(),
      words: words[command.name()] ?? [],
      flags: command.options.map(({ long, description, argChoices }) => ({
        name: long ?? '',
        about: description,
        values: argChoices ?? [],
      })),
    })),
  };
}
