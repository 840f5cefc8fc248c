/** A key as text of one character a byte: a Map compares bytes by their identity, and text by what it holds. */
export function keyName(key: Uint8Array): string {
  let name = '';
  for (const byte of key) name += String.fromCharCode(byte);
  return name;
}
