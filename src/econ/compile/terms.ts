/** Checks the terms of equations against the data: what can be read and yet cannot be estimated. */
import type { Scope } from '../../base/expression/check.ts';
import type { Diagnostic } from '../../base/problem.ts';
import { factorsOf } from '../formula/coding.ts';
import { termKey } from '../formula/factor.ts';
import type { Equation } from '../formula/formula.ts';
import { shadowedColumn } from '../sample/shadowed.ts';
import { termOf } from '../spec.ts';

export type TermProblem = Diagnostic<{
  /** The term it is about. */
  readonly term: string;
}>;

/** Tells each problem once, however many of the equations have it. */
export function termProblems(equations: readonly Equation[], scope: Scope): TermProblem[] {
  const byMessage = new Map<string, TermProblem>();
  for (const problem of equations.flatMap((each) => [...roleProblems(each), ...baseProblems(each)]))
    byMessage.set(problem.message, problem);
  return [...byMessage.values(), ...shadowed(equations, scope)];
}

/** The endogenous are regressors already, an exogenous copy would take their place as collinear, and instruments are excluded. */
function roleProblems({ outcome, terms, iv }: Equation): TermProblem[] {
  const { endogenous, instruments } = iv ?? { endogenous: [], instruments: [] };
  const problems: TermProblem[] = [];
  if ([...terms, ...endogenous, ...instruments].includes(outcome)) {
    const hint = 'it stands before `~` and after it';
    problems.push({ term: outcome, code: 'outcome-is-regressor', message: `\`${outcome}\` explains itself`, hint });
  }
  if (endogenous.length === 0) return problems;
  const keyOf = (text: string): string => termKey(termOf(text));
  const [ofEndogenous, ofExogenous] = [new Set(endogenous.map(keyOf)), new Set(terms.map(keyOf))];
  const both = endogenous.find((text) => ofExogenous.has(keyOf(text)));
  if (both !== undefined) {
    const hint = 'the endogenous are regressors already: name it once';
    const message = `\`${both}\` is both an endogenous and an exogenous regressor`;
    problems.push({ term: both, code: 'endogenous-is-regressor', message, hint });
  }
  for (const text of instruments) {
    const isOwn = ofEndogenous.has(keyOf(text));
    if (!isOwn && !ofExogenous.has(keyOf(text))) continue;
    const hint = isOwn
      ? 'as its own instrument it is exogenous, and the estimate that of least squares: name another'
      : 'exogenous regressors are instruments already: list the excluded ones alone, or drop it from the equation';
    const message = `the instrument \`${text}\` is a regressor of the equation`;
    problems.push({ term: text, code: 'instrument-is-regressor', message, hint });
  }
  return problems;
}

/** A factor has one base in all terms of a model, so that its coefficients are differences from one level. */
function baseProblems({ terms, iv }: Equation): TermProblem[] {
  const bases = new Map<string, string>();
  return [...terms, ...(iv?.endogenous ?? []), ...(iv?.instruments ?? [])].flatMap((text) =>
    factorsOf(termOf(text)).flatMap(({ column, ref }): TermProblem[] => {
      const known = bases.get(column);
      if (ref === null || known === ref) return [];
      bases.set(column, known ?? ref);
      if (known === undefined) return [];
      const message = `\`${column}\` has two references, \`${known}\` and \`${ref}\``;
      return [{ term: text, code: 'two-references', message, hint: 'a factor has one base in all terms of a model' }];
    }),
  );
}

function shadowed(equations: readonly Equation[], scope: Scope): TermProblem[] {
  const texts = new Set(
    equations.flatMap(({ outcome, terms, iv }) => [
      outcome,
      ...terms,
      ...(iv?.endogenous ?? []),
      ...(iv?.instruments ?? []),
    ]),
  );
  return [...texts].flatMap((text) => {
    const problem = shadowedColumn(termOf(text), scope);
    return problem === undefined ? [] : [{ term: text, ...problem }];
  });
}
