/** Reads the key `estimator`: a name, or `{is: name, …}` with options. */
import { ownValue } from '../../base/own-value.ts';
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { inText } from '../../base/text/text-problem.ts';
import type { Estimator } from '../estimator.ts';
import { absentEstimators, absentHint } from '../foreign/absent.ts';
import { impliedHints } from '../foreign/implied.ts';
import { isIndicators, printTerm } from '../formula/factor.ts';
import { parseTerm, parseTerms } from '../formula/formula.ts';
import type { Reference } from '../formula/term-parser.ts';
import { estimatorNamed, estimators, foreignCommands } from '../registry.ts';
import type { EstimatorKey, KeyProblem } from './keys.ts';

export function namedEstimator(written: EstimatorKey): {
  readonly estimator?: Estimator;
  readonly problem?: KeyProblem;
} {
  const name = typeof written === 'string' ? written : written.is;
  const estimator = estimatorNamed(name);
  if (estimator !== undefined) return { estimator };
  const known = estimators.map((each) => each.name);
  const others = `one of ${quoted(known)}; without the key the formula says which of the first two`;
  const here = ownValue(foreignCommands, name);
  const hint =
    here !== undefined
      ? `\`${name}\` is \`${here}\` here`
      : absentEstimators.includes(name)
        ? absentHint(name)
        : (ownValue(impliedHints, name) ?? didYouMean(name, known) ?? others);
  const below = typeof written === 'string' ? [] : ['is'];
  return {
    problem: { code: 'unknown-estimator', message: `unknown estimator \`${name}\``, key: 'estimator', below, hint },
  };
}

/** Reads an option that names a term: a column, a lag, a function of one. */
export function termOfOption(
  option: string,
  text: string,
): { readonly term?: string; readonly references: readonly Reference[]; readonly problems: readonly KeyProblem[] } {
  const parsed = parseTerm(text);
  if (parsed.ok && parsed.term.some(isIndicators)) {
    const message = `expected one variable, got the indicators \`${text}\``;
    return { references: [], problems: [{ code: 'not-a-term', message, key: 'estimator', below: [option] }] };
  }
  if (parsed.ok) return { term: printTerm(parsed.term), references: parsed.references, problems: [] };
  const place = { key: 'estimator', below: [option] } as const;
  return { references: [], problems: parsed.problems.map((problem) => ({ ...inText(problem), ...place })) };
}

/** Reads an item of a list in an option: a term, indicators among them, or a set of terms. */
export function termsOfOption(
  at: readonly (string | number)[],
  text: string,
  sets: Readonly<Record<string, readonly string[]>>,
): {
  readonly terms: readonly string[];
  readonly references: readonly Reference[];
  readonly problems: readonly KeyProblem[];
} {
  const parsed = parseTerms(text, sets);
  if (parsed.ok) return { terms: parsed.terms.map(printTerm), references: parsed.references, problems: [] };
  const problems = parsed.problems.map((problem) => ({ ...inText(problem), key: 'estimator', below: at }) as const);
  return { terms: [], references: [], problems };
}
