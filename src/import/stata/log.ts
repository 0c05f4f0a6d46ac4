/** Reads the estimates that a log of Stata prints: the table of coefficients of each command, with the statistics above it. */

export interface LoggedTerm {
  /** Name of the variable, without operators and levels. */
  readonly variable: string;
  /** The term as formulas of papermake name it, with `{}` in the place of the variable: `L.{}`, `i({})::2`. */
  readonly form: string;
  /** The text as it was printed. */
  readonly estimate: string;
  readonly stdError: string;
}

export interface LoggedFit {
  readonly outcome: string;
  readonly terms: readonly LoggedTerm[];
  /** Statistics as papermake names them, as printed. */
  readonly stats: Readonly<Record<string, string>>;
  /** Line of the log at which the table begins, from 1. */
  readonly line: number;
}

/** Statistics above a table, of which the latest before it counts. */
const STATS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['n', /Number of obs\s*=\s*([\d,]+)/],
  ['r2', /(?<!Adj |Pseudo |Within |\w)R-sq(?:uared)?\s*=\s*(\d?\.\d+)/],
  ['r2Adj', /Adj R-sq(?:uared)?\s*=\s*(-?\d?\.\d+)/],
  ['r2Within', /(?:within|Within R-sq\.?)\s*=\s*(\d?\.\d+)/i],
  ['pseudoR2', /Pseudo R2\s*=\s*(\d?\.\d+)/],
];

const NAME = String.raw`[\p{L}_][\p{L}\p{M}\p{N}_]*`;
const HEAD = new RegExp(String.raw`^\s*(${NAME})\s*\|\s*(?:Coefficient|Coef\.|exp\(b\))\s+(?:[Ss]td\. [Ee]rr\.)`, 'u');
const NUMBER = String.raw`-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?`;
/** Reads what stands behind the name of a row. */
const ROW = new RegExp(String.raw`^\s+(${NUMBER})\s+(${NUMBER})\s`, 'u');

/** Tables of coefficients, in the order of the log. O(length). */
export function fitsOfLog(text: string): LoggedFit[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const fits: LoggedFit[] = [];
  let stats: Record<string, string> = {};
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (/^\. \S/.test(line)) stats = {};
    for (const [name, pattern] of STATS) {
      const [, value] = pattern.exec(line) ?? [];
      if (value !== undefined) stats = { ...stats, [name]: value.replaceAll(',', '') };
    }
    const [, outcome] = HEAD.exec(line) ?? [];
    if (outcome === undefined) continue;
    const { terms, next } = termsFrom(lines, i + 2);
    fits.push({ outcome, terms, stats, line: i + 1 });
    i = next - 1;
  }
  return fits;
}

function termsFrom(lines: readonly string[], from: number): { readonly terms: LoggedTerm[]; readonly next: number } {
  const terms: LoggedTerm[] = [];
  let block = '';
  let at = from;
  let isFirst = true;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    if (/^-{3,}(?:\+-*)?$/.test(line.trim())) {
      // A further equation, or parameters beside the coefficients, stand below another rule.
      if (line.includes('+')) isFirst = terms.length === 0;
      else break;
      continue;
    }
    if (!line.includes('|')) break;
    const name = line.slice(0, line.indexOf('|')).trim();
    const rest = line.slice(line.indexOf('|') + 1);
    const [, estimate, stdError] = ROW.exec(rest) ?? [];
    if (estimate === undefined) {
      if (rest.trim() === '') block = name;
      continue;
    }
    const term = isFirst ? termOf(name, block) : undefined;
    if (term !== undefined) terms.push({ ...term, estimate: estimate!, stdError: stdError! });
  }
  return { terms, next: at };
}

const PLAIN = new RegExp(`^${NAME}$`, 'u');

/** The term of a row; undefined for products and parameters, whose names are laid out over several lines. */
function termOf(name: string, block: string): Pick<LoggedTerm, 'variable' | 'form'> | undefined {
  const [, operator, shift] = /^([LFDS])(\d+)\.$/.exec(name) ?? [];
  if (operator !== undefined && PLAIN.test(block))
    return { variable: block, form: `${operator}${shift === '1' ? '' : shift}.{}` };
  if (name === '--.' && PLAIN.test(block)) return { variable: block, form: '{}' };
  if (/^\d+$/.test(name)) return PLAIN.test(block) ? { variable: block, form: `i({})::${name}` } : undefined;
  return PLAIN.test(name) ? { variable: name, form: '{}' } : undefined;
}
