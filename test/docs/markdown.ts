/** A fenced block of a markdown page. */
export interface Block {
  /** The words after the opening fence: `['ts', 'run']`. */
  readonly info: readonly string[];
  readonly text: string;
  /** The line of the opening fence, counted from 1. */
  readonly line: number;
  /** The line of the closing fence. */
  readonly end: number;
}

/** All fenced blocks of a page, in order. @throws Error when a fence is not closed */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.split('\n');
  const blocks: Block[] = [];
  let open: { fence: string; info: string[]; start: number } | undefined;
  for (const [at, line] of lines.entries()) {
    const fence = /^(`{3,}|~{3,})(.*)$/.exec(line);
    if (!fence) continue;
    const [, marks = '', info = ''] = fence;
    if (!open) {
      open = { fence: marks, info: info.split(/\s+/).filter((word) => word !== ''), start: at };
    } else if (marks.startsWith(open.fence) && info.trim() === '') {
      blocks.push({
        info: open.info,
        text: lines.slice(open.start + 1, at).join('\n'),
        line: open.start + 1,
        end: at + 1,
      });
      open = undefined;
    }
  }
  if (open) throw new Error(`the fence in line ${open.start + 1} is not closed`);
  return blocks;
}

/** The markdown without its fenced blocks, line numbers kept: what a reader sees as prose. */
export function proseOf(markdown: string): string {
  const lines = markdown.split('\n');
  for (const { line, end } of blocksOf(markdown)) lines.fill('', line - 1, end);
  return lines.join('\n');
}

/** The anchors that a page's headings have: lower case, spaces to dashes, most punctuation dropped. */
export function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of proseOf(markdown).matchAll(/^#{1,6} (.+)$/gm)) {
    const plain = heading.replace(/\[(.*?)\]\(.*?\)/g, '$1').toLowerCase();
    const base = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    let anchor = base;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${base}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

/**
 * True when `actual` reads like `expected`: line by line, `...` inside a line stands for anything, a line of
 * nothing but `...` for any number of lines. Spaces at the end of lines and empty lines around do not count.
 */
export function matchesOutput(actual: string, expected: string): boolean {
  const lines = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => line.trimEnd());
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const line = (text: string) => text.split('...').map(literal).join('.*');
  const pattern = lines(expected)
    .map((text) => (text.trim() === '...' ? '(?:.*\\n)*?' : `${line(text)}\\n`))
    .join('');
  return new RegExp(`^${pattern}$`).test(`${lines(actual).join('\n')}\n`);
}
