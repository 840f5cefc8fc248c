/** A row of the import table in docs/ARCHITECTURE.md. */
export interface Part {
  readonly name: string;
  /** A folder, or a single file. */
  readonly folder: string;
  readonly mayImport: ReadonlySet<string>;
  readonly npm: ReadonlySet<string>;
  /** False where `node:` modules, clocks, timers, randomness and the console are forbidden. */
  readonly free: boolean;
}

const words = (cell: string): Set<string> => new Set(cell.split(/,\s*/).filter((word) => word !== ''));

/** Reads the table under the heading `## Import table`. @throws Error where a row is not understood */
export function parseImportTable(markdown: string): Part[] {
  const section = /^## Import table\n(.*?)(?=^## |$(?![\s\S]))/ms.exec(markdown)?.[1];
  if (section === undefined) throw new Error('no heading "## Import table"');
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  const parts = rows.slice(2).map((row): Part => {
    const cells = row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const [name, folder, mayImport, npm, free] = cells;
    if (cells.length !== 5 || !name || !folder || (free !== 'yes' && free !== 'no')) {
      throw new Error(`row not understood: ${row}`);
    }
    return {
      name,
      folder: folder.replaceAll('`', ''),
      mayImport: words(mayImport as string),
      npm: words(npm as string),
      free: free === 'yes',
    };
  });
  const names = new Set(parts.map(({ name }) => name));
  for (const { name, mayImport } of parts) {
    for (const other of mayImport) {
      if (!names.has(other)) throw new Error(`"${name}" may import "${other}", which is no part`);
    }
  }
  return parts;
}

/** The part a file belongs to: the one with the longest matching folder. */
export function partOf(file: string, parts: readonly Part[]): Part | undefined {
  return parts
    .filter(({ folder }) => file === folder || file.startsWith(`${folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
}
