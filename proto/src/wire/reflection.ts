/** How often a field occurs, what its values are, the scalar or full type name, and whether presence is explicit. */
export type FieldShape = readonly [
  container: 'one' | 'list' | 'map',
  kind: 'scalar' | 'enum' | 'message',
  type: string,
  explicit: boolean,
];

/** Property to shape, by full message name. */
export type MessageFields = Readonly<Record<string, Readonly<Record<string, FieldShape>>>>;

/** Number to name, by full enum name. */
export type EnumNames = Readonly<Record<string, Readonly<Record<number, string>>>>;
