/** Formulas of several outcomes after fixest's, `c(y1, y2) ~ x | id`: one formula for each. */
import { type ExpressionToken, formulaSymbols, tokenize } from '../../base/expression/lexer.ts';
import { ownValue } from '../../base/own-value.ts';
import { catching } from '../../base/text/text-problem.ts';

export interface OutcomeFormula {
  readonly outcome: string;
  /** Its formula, in which everything behind the outcomes stands where it stood. */
  readonly formula: string;
}

/** The formulas that a formula of several outcomes stands for; undefined for one of a single outcome, and for one that cannot be read. */
export function outcomesOf(
  text: string,
  sets: Readonly<Record<string, readonly string[]>>,
): readonly OutcomeFormula[] | undefined {
  if (!/^\s*c\s*\(/.test(text)) return undefined;
  const read = catching(() => ({ tokens: tokenize(text, formulaSymbols) }));
  const items = read.ok ? itemsOf(read.tokens) : undefined;
  if (items === undefined) return undefined;
  const { stretches, end } = items;
  return stretches.flatMap(([from, to]) => {
    const said = text.slice(from, to);
    return membersOf(said, sets).map((outcome) => {
      const front = ' '.repeat(outcome === said ? from : 0);
      return { outcome, formula: `${front}${outcome}`.padEnd(end) + text.slice(end) };
    });
  });
}

/** The members of a set, and any other text alone. */
const membersOf = (text: string, sets: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  text.startsWith('$')
    ? (ownValue(sets, text.slice(1).trim())?.flatMap((member) => membersOf(member, sets)) ?? [text])
    : [text];

/** Finds where the items between the brackets stand and where the brackets end. */
function itemsOf(tokens: readonly ExpressionToken[]) {
  const stretches: (readonly [number, number])[] = [];
  let depth = 0;
  let from = 2;
  for (const [i, { kind, text }] of tokens.entries()) {
    if (kind !== 'symbol') continue;
    if (text === '(') depth += 1;
    else if (text === ')') depth -= 1;
    if (!(text === ',' && depth === 1) && !(text === ')' && depth === 0)) continue;
    if (i === from) return undefined;
    stretches.push([tokens[from]!.start, tokens[i - 1]!.end]);
    from = i + 1;
    if (depth === 0) return tokens[i + 1]?.text === '~' ? { stretches, end: tokens[i]!.end } : undefined;
  }
  return undefined;
}
