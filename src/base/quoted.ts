/** Quotes names for a message: `` `a`, `b` ``. */
export const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
