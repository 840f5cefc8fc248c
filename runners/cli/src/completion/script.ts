/** The shells that can be completed. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** One of {@link shells}. */
export type Shell = (typeof shells)[number];

/** What can be completed. */
export interface Grammar {
  readonly commands: readonly CommandGrammar[];
}

interface CommandGrammar {
  readonly name: string;
  readonly about: string;
  /** Words that may follow it. */
  readonly words: readonly string[];
  readonly flags: readonly {
    readonly name: string;
    readonly about: string;
    readonly values: readonly string[];
  }[];
}

/** The script that teaches a shell the commands, their flags and values; elsewhere files complete. */
export function completionScript(shell: Shell, grammar: Grammar): string {
  switch (shell) {
    case 'bash':
      return bash(grammar);
    case 'zsh':
      // zsh runs completions of bash, so that there is one script to keep right.
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(grammar)}`;
    case 'fish':
      return fish(grammar);
  }
}

/** Without a command, `beam-run` runs a file. */
const DEFAULT = 'run';

function bash({ commands }: Grammar): string {
  const flags = commands.map(
    ({ name, flags }) => `      ${name}) flags="${flags.map((flag) => flag.name).join(' ')}" ;;`,
  );
  const words = commands
    .filter((command) => command.words.length > 0)
    .map(
      ({ name, words }) =>
        `      ${name}) COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$word")); return ;;`,
    );
  const values = new Map(
    commands.flatMap(({ flags }) =>
      flags.filter((flag) => flag.values.length > 0).map((flag) => [flag.name, flag.values]),
    ),
  );
  const valueCases = [...values].map(
    ([name, choices]) =>
      `    ${name}) COMPREPLY=($(compgen -W "${choices.join(' ')}" -- "$word")); return ;;`,
  );
  return `# beam-run completion: eval "$(beam-run completion bash)"
_beam_run() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="${DEFAULT}" flags=""
  COMPREPLY=()
  if [[ "$before" == "=" ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [[ "$word" == "=" ]]; then word=""; fi
  case "$before" in
${valueCases.join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
    ${commands.map(({ name }) => name).join('|')}) if ((COMP_CWORD > 1)); then command="\${COMP_WORDS[1]}"; fi ;;
  esac
  if [[ "$word" == -* ]]; then
    case "$command" in
${flags.join('\n')}
    esac
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
    return
  fi
  if ((COMP_CWORD > 1)); then
    case "$command" in
${words.join('\n')}
    esac
  else
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')}" -- "$word"))
  fi
  COMPREPLY+=($(compgen -f -- "$word"))
}
complete -o filenames -F _beam_run beam-run
`;
}

function fish({ commands }: Grammar): string {
  const names = commands.map(({ name }) => name).join(' ');
  const lines = ['# beam-run completion: beam-run completion fish | source'];
  for (const { name, about, words, flags } of commands) {
    lines.push(
      `complete -c beam-run -n "not __fish_seen_subcommand_from ${names}" -a ${name} -d ${quote(about)}`,
    );
    const here =
      name === DEFAULT
        ? `not __fish_seen_subcommand_from ${names.replace(`${DEFAULT} `, '')}`
        : `__fish_seen_subcommand_from ${name}`;
    if (words.length > 0) lines.push(`complete -c beam-run -f -n "${here}" -a "${words.join(' ')}"`);
    for (const flag of flags) {
      const values = flag.values.length > 0 ? ` -x -a "${flag.values.join(' ')}"` : '';
      lines.push(
        `complete -c beam-run -n "${here}" -l ${flag.name.slice(2)}${values} -d ${quote(flag.about)}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
