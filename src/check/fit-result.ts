/** The declaration of the result `fit`, which estimators, programs and parts of other results have. */
import {
  type Inner,
  type Members,
  members,
  type Names,
  type PlannedNode,
  type Result,
  statisticsOf,
  usually,
  values,
} from '../base/result.ts';
import { statNames } from '../econ/fit.ts';
import { pathInTest, testLabels } from '../table/words/stat-labels.ts';

/** The fields of an estimate: a coefficient, a marginal effect or a combination of coefficients. */
export const estimateForm: Members = usually('estimate', 'stdError', 'statistic', 'pValue', 'confLow', 'confHigh');

/** An estimate with what it is of. */
const combinationForm: Members = { members: { ...estimateForm.members, of: 'value' } };

/** Terms of a model as its specification lists them, and whether only the data tell which there are, as of factors. */
type TermsOf = (node: PlannedNode) => Names | null;

/** A fit with the terms that a node's parameters tell; any terms where they tell none. */
export const fitResult = (terms?: TermsOf, more: Partial<Result> = {}): Result => ({
  type: 'fit',
  list: 'terms',
  map: 'stats',
  listFirst: true,
  elsewhere: Object.fromEntries(
    Object.entries(testLabels).map(([name, label]) => [name, ['tests', label.test, ...pathInTest(label)] as const]),
  ),
  parts: {
    terms: { each: estimateForm, ...(terms && { planned: terms }) },
    stats: members(...statNames),
    ...values('nobs', 'ngroups', 'nclusters', 'dfResid', 'outcome', 'estimator', 'inference'),
    tests: { each: 'any' },
    firstStage: { each: 'any' },
    margins: { each: estimateForm },
    lincom: { each: combinationForm },
    nlcom: { each: combinationForm },
    ...{ selection: 'any', effects: 'any', oster: 'any' },
  },
  isTrial: true,
  ...more,
});

/** A fit inside of another result. */
export const fitInside = (terms?: TermsOf): Inner => ({ result: fitResult(terms) });

/** A fit of any terms, as programs hand them over. */
export const anyFit: Result = fitResult();

/** Adds statistics to a result that an estimator has beyond the usual ones, or that a run found. */
export function withStatistics(result: Result, names: readonly string[]): Result {
  const { map, parts } = result;
  if (map === undefined || names.length === 0) return result;
  const known = [...new Set([...statisticsOf({ ...result, elsewhere: {} }), ...names])];
  return { ...result, parts: { ...parts, [map]: members(...known) } };
}

/** Names of terms, of which a factor has one for each of its levels. */
export function termNames(terms: readonly string[]): Names {
  const columns = (name: string): string | undefined => /^i\(([^(),]+)(?![^(),]).*\)::/s.exec(name)?.[1];
  return {
    listed: terms,
    others: {
      is: (name) => {
        const column = columns(name);
        return column !== undefined && terms.some((term) => term === column || term.startsWith(`i(${column}`));
      },
    },
  };
}

/** Adds names that stand beside the terms of a specification; `/cut#` stands for `/cut1` and whatever numbers a run finds. */
export function withNames({ listed, others }: Names, more: readonly string[]): Names {
  const stems = more.filter((name) => name.endsWith('#')).map((name) => name.slice(0, -1));
  const isNumbered = (name: string): boolean =>
    stems.some((stem) => name.startsWith(stem) && /^\d+$/.test(name.slice(stem.length)));
  const known = [...listed, ...more.filter((name) => !name.endsWith('#'))];
  if (stems.length === 0) return { listed: known, ...(others && { others }) };
  return { listed: known, others: { ...others, is: (name) => isNumbered(name) || others?.is(name) === true } };
}

interface WrittenTerms {
  readonly terms: readonly string[];
  readonly iv?: { readonly endogenous: readonly string[] } | null;
}

/** Terms of a model's specification, in the order of its results. */
export const writtenTerms = ({ terms, iv }: WrittenTerms): readonly string[] => [
  ...(iv?.endogenous ?? []),
  ...terms,
  '_cons',
];

const isOfFactors = (terms: readonly string[]): boolean => terms.some((term) => /\b(?:i|event)\(/.test(term));

/** Names of a plan for the terms of a model; levels of factors and periods of events are told by the data alone. */
export function namesOfTerms(spec: WrittenTerms): Names {
  const terms = writtenTerms(spec);
  if (!isOfFactors(terms)) return termNames(terms);
  const hasFactor = (column: string): boolean =>
    terms.some((term) => term === column || term.includes(`i(${column}`) || term.includes(`i(\`${column}`));
  const is = (name: string): boolean => {
    if (/\bevent\(/.test(name)) return terms.some((term) => /\bevent\(/.test(term));
    const columns = [...name.matchAll(/\bi\(`?([^(),`]+)/g)].map(([, column]) => column!);
    return name.includes('::') && columns.length > 0 && columns.every(hasFactor);
  };
  return { listed: terms, others: { is, as: 'levels of factors, as in `["i(year)::2012"]`' } };
}
