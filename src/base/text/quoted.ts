/** Names in messages, of which nobody reads more than a line or two. */

/** Names that a message lists. */
const MOST = 40;

/** Names for a message: `a, b`; of many the first, and how many more there are. */
export function listing(names: readonly string[], write: (name: string) => string = (name) => name): string {
  const listed = names.slice(0, MOST).map(write).join(', ');
  return names.length > MOST ? `${listed} and ${names.length - MOST} more` : listed;
}

/** Quotes names for a message: `` `a`, `b` ``. */
export const quoted = (names: readonly string[]): string => listing(names, (name) => `\`${name}\``);
