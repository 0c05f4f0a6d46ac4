/** Finds the formulas of a text that stand between signs of dollars. */

const formula = /\$([^$\s](?:(?:[^$\\]|\\.)*[^$\s])?)\$(?!\d)/g;

/** Money between two signs of dollars is no formula: one has a command or a script, or is a letter with signs. */
const isFormula = (text: string): boolean => /[\\^_]/.test(text) || !/[A-Za-z]{2}|[^\x20-\x7e]|^\W*$/.test(text);

/** The parts of a text: words with blanks, and formulas as a whole. */
export function parts(text: string): { readonly text: string; readonly isFormula: boolean }[] {
  const found: { text: string; isFormula: boolean }[] = [];
  let end = 0;
  for (const match of text.includes('$') ? text.matchAll(formula) : []) {
    if (!isFormula(match[1]!)) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index), isFormula: false });
    found.push({ text: match[1]!, isFormula: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ text: text.slice(end), isFormula: false });
  return found;
}
