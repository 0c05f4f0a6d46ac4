/** Functions of coefficients as users write them: `-b(x) / (2*b("x^2"))`, in the expression language. */
import { derivativeOf } from '../../base/expression/derivative.ts';
import { type ExpressionToken, failAt, tokenize } from '../../base/expression/lexer.ts';
import { ExpressionParser } from '../../base/expression/parser.ts';
import { printExpression } from '../../base/expression/print.ts';
import type { Expression } from '../../base/expression/tree.ts';
import { TextError } from '../../base/text/text-problem.ts';
import { parseTerm } from './formula.ts';

/** A coefficient as it was written, `exact` where it is a name of results that is no term of a formula. */
export interface WrittenCoefficient {
  readonly text: string;
  readonly exact: boolean;
  /** The stretch of the text between the parentheses. */
  readonly start: number;
  readonly end: number;
}

export interface WrittenFunction {
  /** Canonical text of the function of `b1`, `b2`, …. */
  readonly value: string;
  /** Coefficients that `b1`, `b2`, … stand for, each once. */
  readonly coefficients: readonly WrittenCoefficient[];
}

const FORM = 'a coefficient is `b(x)`, as in `b(x) / b(z)`, and that of a power `b("x^2")`';
const words: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in']);

/** Reads a function of coefficients. Throws TextError, also where it has no derivative by one of them. */
export function readFunction(text: string): WrittenFunction {
  const { tokens, coefficients } = tokensOf(text);
  const wrong = (message: string): TextError => new TextError('bad-restriction', message, 0, text.length, FORM);
  if (coefficients.length === 0) throw wrong(`expected a function of coefficients, got \`${text}\``);
  const parser = new ExpressionParser(tokens);
  const tree = parser.expression();
  parser.expectEnd();
  coefficients.forEach(({ text: term }, i) => {
    if (derivativeBy(tree, i) !== undefined) return;
    const hint = 'sums, products, quotients, powers, `log`, `exp` and `sqrt` have one';
    const message = `\`${text}\` has no derivative by the coefficient of \`${term}\``;
    throw new TextError('bad-restriction', message, 0, text.length, hint);
  });
  return { value: printExpression(tree), coefficients };
}

/** The derivative by the coefficient `b1`, `b2`, … at a position. */
export const derivativeBy = (tree: Expression, position: number): Expression | undefined =>
  derivativeOf(tree, (node) => node.is === 'name' && node.name === coefficientName(position));

/** The name that stands for a coefficient in the canonical text. */
export const coefficientName = (position: number): string => `b${position + 1}`;

/** The text with each coefficient's term as `change` writes it, and all else as it stands. */
export function withCoefficients(text: string, change: (term: string) => string): string {
  let changed = '';
  let from = 0;
  for (const { text: term, start, end, exact } of tokensOf(text).all) {
    const own = exact ? term : change(term);
    if (own === term) continue;
    changed += text.slice(from, start) + own;
    from = end;
  }
  return changed + text.slice(from);
}

interface Read {
  /** The tokens with a name in the place of each coefficient. */
  readonly tokens: readonly ExpressionToken[];
  readonly coefficients: readonly WrittenCoefficient[];
  /** Every coefficient wherever it stands. */
  readonly all: readonly WrittenCoefficient[];
}

function tokensOf(text: string): Read {
  const read = tokenize(text, [':', '$']);
  const tokens: ExpressionToken[] = [];
  const coefficients: WrittenCoefficient[] = [];
  const all: WrittenCoefficient[] = [];
  for (let at = 0; at < read.length; ) {
    const token = read[at]!;
    const isCall = read[at + 1]?.kind === 'symbol' && read[at + 1]!.text === '(';
    if (token.kind !== 'name' || (isCall && token.text !== 'b') || (!token.quoted && words.has(token.text))) {
      if (token.text === ':' || token.text === '$')
        throw failAt('unexpected-character', `unexpected \`${token.text}\``, token, FORM);
      tokens.push(token);
      at++;
      continue;
    }
    if (!isCall) throw failAt('bad-restriction', `\`${token.text}\` is no coefficient`, token, hintOf(token.text));
    const { written, to } = coefficientAt(read, at, text);
    all.push(written);
    let position = coefficients.findIndex((each) => each.text === written.text && each.exact === written.exact);
    if (position < 0) position = coefficients.push(written) - 1;
    const end = read[to - 1]!.end;
    tokens.push({ kind: 'name', text: coefficientName(position), start: token.start, end, quoted: true });
    at = to;
  }
  return { tokens, coefficients, all };
}

const hintOf = (name: string): string => (name === '_b' ? FORM : `its coefficient is \`b(${name})\``);

/** The coefficient whose `b(` begins at a token, and where its call ends. */
function coefficientAt(
  tokens: readonly ExpressionToken[],
  at: number,
  text: string,
): { readonly written: WrittenCoefficient; readonly to: number } {
  let depth = 1;
  let to = at + 2;
  for (; depth > 0; to++) {
    const { kind, text: symbol } = tokens[to]!;
    if (kind === 'end') throw failAt('unbalanced', '`(` is not closed', tokens[at + 1]!);
    if (kind !== 'symbol') continue;
    if (symbol === '(' || symbol === '[') depth++;
    else if (symbol === ')' || symbol === ']') depth--;
  }
  const first = tokens[at + 2]!;
  if (to === at + 3) throw failAt('argument-count', '`b` takes what it is of, got nothing', tokens[at]!, FORM);
  const { end } = tokens[to - 2]!;
  if (to !== at + 4 || first.kind !== 'string')
    return { written: { text: text.slice(first.start, end), exact: false, start: first.start, end }, to };
  const isTerm = first.text.includes('::') || parseTerm(first.text).ok;
  return { written: { text: first.text, exact: !isTerm, start: first.start + 1, end: end - 1 }, to };
}
