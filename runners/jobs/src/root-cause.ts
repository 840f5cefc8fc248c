/** The root cause of a Java stack trace, in one line; undefined when there is none. */
export function rootCauseOf(texts: readonly string[]): string | undefined {
  const lines = texts.flatMap((text) => text.split('\n'));
  const causes = lines.filter((line) => /^(Caused by: )?[\w.$]+(Exception|Error)\b/.test(line));
  const last = causes.at(-1) ?? lines.find((line) => line.trim() !== '');
  return last?.replace(/^Caused by: /, '').trim();
}
