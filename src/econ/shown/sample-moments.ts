/** Means and standard deviations of variables over the rows that a model is estimated on, weighted as the model is. */
import { evaluateCondition } from '../../base/expression/evaluate.ts';
import { parseExpression } from '../../base/expression/parser.ts';
import { dot, mean, sum, sumSquaresAbout } from '../../base/number/sum.ts';
import type { Data } from '../data.ts';
import type { Stat } from '../fit.ts';
import { isIndicators, leafOf } from '../formula/factor.ts';
import type { Workspace } from '../linalg/workspace.ts';
import { EstimationRows } from '../sample/estimation-rows.ts';
import { Variables } from '../sample/variables.ts';
import { listsOfTerms, type ModelSpec, termOf } from '../spec.ts';

/** Canonical: `of` is the text of a term, `where` a condition over columns. */
export interface AskedMoments {
  readonly of: string;
  readonly where: string | null;
  /** The fewest rows of which the moments are told; 1 where it is absent. */
  readonly fewest?: number;
}

/** One column of a term: a factor has one for each of its levels. */
export interface SampleMoments {
  /** The name that results have for it. */
  readonly name: string;
  readonly mean: Stat;
  /** With the divisor N − 1. */
  readonly sd: Stat;
  /** Counts the rows that have a value. */
  readonly rows: number;
}

export interface AllMoments {
  /** Rows of the sample, each counted as often as its frequency says, as `nobs` of the fit is. */
  readonly nobs: number;
  readonly moments: readonly (readonly SampleMoments[])[];
}

/**
 * The moments that are asked for, each of one or more columns, over the rows with a value where `where` is true. Weights are those of `summarize` in Stata [R]:
 * the mean is Σwx/Σw; weights of means and of a survey are scaled so that they sum to N, frequencies count. O(rows) for each.
 */
export function sampleMoments(
  spec: ModelSpec,
  asked: readonly AskedMoments[],
  data: Data,
  workspace: Workspace,
): AllMoments {
  const variables = new Variables(data, workspace);
  const used = new EstimationRows(spec, variables);
  const weights = spec.weights === undefined ? null : used.values(leafOf(termOf(spec.weights.of)[0])!);
  const isFrequency = spec.weights?.is === 'frequency';
  const terms = new Set(listsOfTerms(spec).flat());
  const moments = asked.map(({ of, where, fewest = 1 }) => {
    const keep = where === null ? null : truthIn(where, data, used.rows);
    const columns = terms.has(of)
      ? (used.cells(of) ?? [])
      : [{ name: of, values: used.values(leafOf(termOf(of)[0])!) }];
    return columns.map(({ name, values }) => ({ name, ...momentsOf(values, weights, keep, { isFrequency, fewest }) }));
  });
  return { nobs: isFrequency ? sum(weights!) : used.rows.length, moments };
}

/** Tells whether the moments of a term can be taken: they can where it is one of the model's or one variable. */
export const hasMoments = (of: string, spec: ModelSpec): boolean => {
  const term = termOf(of);
  return (
    listsOfTerms(spec).flat().includes(of) ||
    (term.length === 1 && !isIndicators(term[0]) && leafOf(term[0]) !== undefined)
  );
};

function truthIn(where: string, data: Data, rows: Int32Array): (i: number) => boolean {
  const parsed = parseExpression(where);
  if (!parsed.ok) throw new Error(`not a canonical condition: ${where}`);
  const { values } = evaluateCondition(parsed.ast, data);
  return (i) => values[rows[i]!] === 1;
}

interface Counting {
  readonly isFrequency: boolean;
  readonly fewest: number;
}

function momentsOf(
  all: Float64Array,
  weights: Float64Array | null,
  keep: ((i: number) => boolean) | null,
  { isFrequency, fewest }: Counting,
): Omit<SampleMoments, 'name'> {
  const isIn = (i: number): boolean => !Number.isNaN(all[i]!) && (keep === null || keep(i));
  const x = all.filter((_, i) => isIn(i));
  const rows = x.length;
  const none = (why: string): Omit<SampleMoments, 'name'> => ({ mean: { invalid: why }, sd: { invalid: why }, rows });
  if (rows === 0) return none('no row has a value');
  if (rows < fewest) return none(`fewer than ${fewest} rows of a confidential variable`);
  if (weights === null) {
    const centre = mean(x);
    return { mean: centre, sd: deviation(sumSquaresAbout(x, centre), rows), rows };
  }
  const w = weights.filter((_, i) => isIn(i));
  const total = sum(w);
  const first = dot(w, x) / total;
  const centre =
    first +
    dot(
      w,
      x.map((value) => value - first),
    ) /
      total;
  const spread = dot(
    w,
    x.map((value) => (value - centre) * (value - centre)),
  );
  const count = isFrequency ? total : rows;
  return { mean: centre, sd: deviation((spread * count) / total, count), rows };
}

const deviation = (spread: number, count: number): Stat =>
  count > 1 ? Math.sqrt(spread / (count - 1)) : { invalid: 'one row has no standard deviation' };
