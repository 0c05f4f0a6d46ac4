/** Columns of numbers in LaTeX tables, which siunitx reads sign by sign, so that no other program's commands may stand in them. */

const BEGIN = /^\\begin\{(?:tabular\*?|longtable)\}.*$/gm;

/** `P{-1.3}` of `papermake.sty`, and siunitx's own. */
const OF_NUMBERS = /P\{-?[\d.]+\}|S\[table-format=-?[\d.]+\]/g;

/** Gives the text of a table with plain centred columns, in whose cells any command may stand. */
export const withPlainColumns = (text: string): string => text.replace(BEGIN, (line) => line.replace(OF_NUMBERS, 'c'));
