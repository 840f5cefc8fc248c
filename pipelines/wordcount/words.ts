/**
 * The words of a line: runs of the letters a to z and of apostrophes, in lower case. The same words as
 * `tr 'A-Z' 'a-z' | grep -oE "[a-z']+"` finds in bytes.
 */
export function words(line: string): string[] {
  // Letters are found before they are made small: the small forms of a few others, such as İ, begin with an ASCII one.
  const found = line.match(/[A-Za-z']+/g) ?? [];
  return found.map((word) => word.toLowerCase());
}
