/** Rows of tables in LaTeX, as records: what stands between `&` and `\\`, without markup. */

/** Commands that stand for nothing, or for what they are given. O(length). */
const plain = (text: string): string =>
  text
    .replace(
      /\\(?:hline|toprule|midrule|bottomrule|addlinespace|endhead|endfirsthead|endfoot|endlastfoot)(?![a-z])(?:\[[^\]]*\])?/g,
      '',
    )
    .replace(/\\c(?:mid)?(?:rule|line)(?:\([^()]*\))?\{[^{}]*\}/g, '')
    .replace(/^\s*\[[^\][]*\]/, '')
    .replace(/\\(?:sym|textsuperscript|textbf|textit|emph|footnotesize|small|text|mathrm)\s*\{([^{}]*)\}/g, '$1')
    .replace(/\^\{([^{}]*)\}/g, '$1')
    .replace(/\\(?:times)(?![a-z])/g, '×')
    .replace(/\\([_%&#$])/g, '$1')
    .replace(/\\[()]|\$|\^|\\[,; ]/g, '')
    .replace(/\\[a-zA-Z]+/g, '')
    .replace(/[{}~]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const SPAN = /^\s*\\multicolumn\{(\d{1,2})\}\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/;

function cellsOf(cell: string): string[] {
  const text = cell.replace(/^(?:\s|\\[a-z]+(?=\s*\\))+/, '');
  const [span = '', width = '1'] = SPAN.exec(text) ?? [];
  const [first, ...rest] = [plain(text.slice(span.length)), ...Array.from({ length: Number(width) - 1 }, () => '')];
  return [first!, ...rest];
}

/** Records of all tables of a file. */
export const recordsOfLatex = (source: string): string[][] =>
  source
    .replace(/(?<!\\)%[^\n]*/g, '')
    .replace(/\\begin\{(?:tabular|longtable|tabularx|table|threeparttable)\*?\}[^\n]*/g, '\\\\')
    .replace(/^\s*\\(?:hline|toprule|midrule|bottomrule|addlinespace)(?:\\hline)*\s*$/gm, '')
    .split(/\\\\|\\tabularnewline/)
    .map((row) => row.split(/(?<!\\)&/).flatMap(cellsOf))
    .filter((record) => record.some((cell) => cell !== ''));
