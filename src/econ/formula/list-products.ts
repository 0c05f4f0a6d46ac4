/** Products of lists of terms as R's formulas and fixest have them: `(a + b):c`, `(a + b)*c`, `(a + b)^2`. */
import { type ExpressionToken, failAt } from '../../base/expression/lexer.ts';
import { type Factor, leafOf, printFactor, product, type Term, termKey } from './factor.ts';

/** Crossing doubles the terms: thirty variables would make a thousand million. */
const MOST_CROSSED = 2000;

/** The highest power of a variable. */
export const LARGEST_EXPONENT = 100;

/** The term that factors make, of which none has too high a power. `operator` is where problems are told. */
export function boundedProduct(factors: readonly Factor[], operator: ExpressionToken): Term {
  const term = product(factors);
  const over = term.find((factor) => factor.is === 'power' && factor.exponent > LARGEST_EXPONENT);
  if (over === undefined) return term;
  const message = `expected powers up to ${LARGEST_EXPONENT}, got \`${printFactor(over)}\``;
  throw failAt('bad-exponent', message, operator);
}

/** Every term of `left` times every term of `right`. `operator` is where problems are told. */
export function interactions(left: readonly Term[], right: readonly Term[], operator: ExpressionToken): Term[] {
  limit((left.length + 1) * (right.length + 1), operator);
  if (left.length > 1 || right.length > 1) refuseShared(variablesOf(left), variablesOf(right), operator);
  return left.flatMap((a) => right.map((b) => boundedProduct([...a, ...b], operator)));
}

/** The terms and all their interactions of up to `order` of them, by order; no squares, as in R. */
export function interactionsUpTo(terms: readonly Term[], order: number, operator: ExpressionToken): Term[] {
  const single = [...new Map(terms.map((term) => [termKey(term), term])).values()];
  const seen = new Set<string>();
  for (const term of order > 1 ? single : []) {
    refuseShared(seen, variablesOf([term]), operator);
    for (const name of variablesOf([term])) seen.add(name);
  }
  const found: Term[] = [...single];
  // each interaction so far, with the place in the list of its last term
  let previous = single.map((term, last) => ({ term, last }));
  for (let k = 2; k <= Math.min(order, single.length); k++) {
    limit(
      previous.reduce((count, { last }) => count + single.length - 1 - last, found.length),
      operator,
    );
    previous = previous.flatMap(({ term, last }) =>
      single.slice(last + 1).map((next, i) => ({ term: product([...term, ...next]), last: last + 1 + i })),
    );
    found.push(...previous.map(({ term }) => term));
  }
  return found;
}

function limit(count: number, operator: ExpressionToken): void {
  if (count <= MOST_CROSSED) return;
  const message = `expected at most ${MOST_CROSSED} terms from interactions, got ${count} or more`;
  throw failAt('too-many-terms', message, operator);
}

/** In a product of lists R takes `a:a` as `a`, where a product of two variables is the square: neither goes unsaid. */
function refuseShared(left: ReadonlySet<string>, right: ReadonlySet<string>, operator: ExpressionToken): void {
  const both = [...right].find((name) => left.has(name));
  if (both === undefined) return;
  const hint = `write the terms one by one; the square of \`${both}\` is \`${both}^2\``;
  const message = `\`${both}\` would be multiplied by itself in this product of lists`;
  throw failAt('repeated-variable', message, operator, hint);
}

const variablesOf = (terms: readonly Term[]): ReadonlySet<string> =>
  new Set(terms.flatMap((term) => term.map((factor) => printFactor(leafOf(factor) ?? factor))));
