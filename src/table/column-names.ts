/** Names by which an entry calls a column of a table. */

/** Other names of a node: `main.2` for `baseline.main.2`. */
export function shortNames(node: string): string[] {
  const dot = node.indexOf('.');
  return dot === -1 ? [] : [node.slice(dot + 1)];
}

/** Gives the place of a column, as headings number it. */
export const placeOfColumn = (index: number): string => `(${index + 1})`;

/** The letter of a panel, which stands before the numbers of its columns: `A(2)`. */
export const letterOf = (panel: number): string => String.fromCharCode(65 + panel);
