import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { completionCommand } from '../commands/completion.js';
import { recordingHost } from '../recording-host.fixture.js';

const script = async (shell: string): Promise<string> => {
  const host = recordingHost();
  await completionCommand(shell, host);
  return host.texts.stdout;
};

/** What bash offers for the last of these words. */
async function complete(...words: string[]): Promise<string[]> {
  const lines = [
    await script('bash'),
    `COMP_WORDS=(beam-run ${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length}`,
    '_beam_run',
    `printf "%s\\n" "\${COMPREPLY[@]}"`,
  ];
  const { stdout, stderr } = spawnSync('bash', ['-c', lines.join('\n')], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

test('bash completes commands and files as the first word', async () => {
  expect(await complete('expl')).toEqual(['explain']);
  expect(await complete('scr')).toEqual(expect.arrayContaining(['script.ts']));
});

test('bash completes the flags of the command, and those of run behind a file', async () => {
  expect(await complete('explain', '--fo')).toEqual(['--format']);
  expect(await complete('pipe.ts', '--memory')).toEqual(['--memory-budget']);
  expect(await complete('check', '--memory')).toEqual(['']);
});

test('bash completes values and topics', async () => {
  expect(await complete('explain', 'pipe.ts', '--format', 's')).toEqual(['svg']);
  expect(await complete('pipe.ts', '--output', '=', 'm')).toEqual(['md']);
  expect(await complete('list', 'trans')).toEqual(['transforms']);
});

test('zsh and fish have scripts with every command', async () => {
  for (const shell of ['zsh', 'fish']) {
    const text = await script(shell);
    for (const command of ['run', 'check', 'explain', 'init', 'list', 'doctor', 'completion']) {
      expect(text, shell).toContain(command);
    }
  }
});

test('an unknown shell is refused by name', async () => {
  await expect(completionCommand('tcsh', recordingHost())).rejects.toMatchObject({
    code: 'E_USAGE',
    help: expect.stringContaining('bash, zsh, fish'),
  });
});
