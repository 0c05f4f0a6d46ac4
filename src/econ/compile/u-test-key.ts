/** Compiles the key `u_test`: which quadratic of each equation is tested, and at what level. */
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { inText } from '../../base/text/text-problem.ts';
import { printTerm, product, type Term, termKey } from '../formula/factor.ts';
import { type Equation, parseTerm } from '../formula/formula.ts';
import { type ModelSpec, termOf } from '../spec.ts';
import type { KeyProblem, UTestKey } from './keys.ts';

/**
 * The test for each equation that has both terms (`csw` may give some that do not); a problem where none has.
 * `NQP` alone stands for `NQP` and `NQP^2`.
 */
export function compileUTest(
  key: UTestKey,
  equations: readonly Equation[],
  problems: KeyProblem[],
): Pick<ModelSpec, 'uTest'>[] {
  const none = equations.map(() => ({}));
  if (key === false) return none;
  const { linear: x, square: xx, level = 0.95 } = typeof key === 'string' ? { linear: key } : key;
  const below = (name: string): readonly string[] => (typeof key === 'string' ? [] : [name]);
  const linear = read(x, below('linear'), problems);
  const square = xx === undefined ? linear && product([...linear, ...linear]) : read(xx, below('square'), problems);
  if (!(level > 0 && level < 1)) {
    const message = `expected a level between 0 and 1, got \`${level}\``;
    problems.push({ code: 'bad-level', message, key: 'u_test', below: below('level'), hint: 'as in 0.95' });
  }
  if (linear === undefined || square === undefined) return none;
  const tests = equations.map((equation): Pick<ModelSpec, 'uTest'> => {
    const [a, b] = [linear, square].map((term) => writtenAs(term, equation));
    return a === undefined || b === undefined ? {} : { uTest: { linear: a, square: b, level } };
  });
  if (equations.length > 0 && tests.every((test) => test.uTest === undefined)) {
    complainOfLost(linear, square, xx === undefined, equations.at(-1)!, problems);
  }
  return tests;
}

function read(text: string, below: readonly string[], problems: KeyProblem[]): Term | undefined {
  const parsed = parseTerm(text);
  if (parsed.ok) return parsed.term;
  problems.push({ ...inText(parsed.problems[0]), key: 'u_test', below });
  return undefined;
}

const termsOf = ({ terms, iv }: Equation): string[] => [...terms, ...(iv?.endogenous ?? [])];

const writtenAs = (term: Term, equation: Equation): string | undefined =>
  termsOf(equation).find((text) => termKey(termOf(text)) === termKey(term));

function complainOfLost(linear: Term, square: Term, byName: boolean, equation: Equation, problems: KeyProblem[]): void {
  const lost = [linear, square].filter((term) => writtenAs(term, equation) === undefined).map(printTerm);
  const near = lost[0] === printTerm(linear) ? didYouMean(lost[0], termsOf(equation)) : undefined;
  const add = `add \`${printTerm(square)}\` to the formula, or name the square: \`{linear: …, square: …}\``;
  const hint = near ?? (byName ? add : `it has ${quoted(termsOf(equation))}`);
  const message = `the U test needs a term and its square; ${lost.map((text) => `\`${text}\``).join(' and ')} ${lost.length === 1 ? 'is no term' : 'are no terms'} of this regression`;
  problems.push({ code: 'no-quadratic', message, key: 'u_test', hint });
}
