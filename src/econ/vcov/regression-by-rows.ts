/** From a design to a regression by rows: the columns that are regressed, their QR, and why a term is left out. */

import { dot, norm } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { termsInShort } from '../../base/text/term-names.ts';
import { datum } from '../../base/value.ts';
import { type Design, type NamedColumn, observations, type Weights } from '../design.ts';
import type { Dropped } from '../fit.ts';
import { KnownProducts } from '../linalg/known-products.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import type { QR } from '../linalg/qr.ts';
import { scaled, weightedMean, weightedSquares, weightedSquaresAbout } from '../linalg/weighted.ts';
import { Workspace } from '../linalg/workspace.ts';
import { absorbedDf } from '../panel/absorbed-df.ts';
import type { Effect } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';
import { RegressionByRows } from './regression.ts';

/** A term counts as spanned by earlier ones when less than this part of its variation about its mean is left. */
const COLLINEAR = 1e-9;

export type Transform = (values: Float64Array) => Float64Array;

/**
 * Solves the regression. `effects` are the design's, compacted. With absorbed effects the constant (where `reportConstant`) is a column of ones beside the
 * transformed terms, to which it is orthogonal. `transform` is the within transformation by the effects; one that
 * remembers serves several regressions, as does a workspace. Weighted columns are those times the roots of the weights. O(NK²) and the within transformations.
 */
export function regress(
  design: Design,
  effects: readonly Effect[],
  reportConstant: boolean,
  transform: Transform = (x) => withinTransform(x, effects, design.weights?.values),
  workspace: Workspace = new Workspace(),
): RegressionByRows {
  for (const column of [design.outcome, ...design.terms]) {
    workspace.recall('in range', [column.values], () => checkRange(column));
  }
  const { weights } = design;
  const y = scaled(transform(design.outcome.values), weights);
  const transformed = design.terms.map((term) => scaled(transform(term.values), weights));
  const ones = reportConstant
    ? [weights?.roots ?? workspace.recall(`ones ${design.nobs}`, [], () => new Float64Array(design.nobs).fill(1))]
    : [];
  // the constant comes first, so that a constant term is the one to go
  const columns = [...ones, ...transformed];
  const offset = reportConstant ? 1 : 0;
  const centred = design.constant || effects.length > 0;
  const sizes = design.terms.map(({ values }) =>
    workspace.recall(centred ? 'variation' : 'variation about 0', weights ? [values, weights] : [values], () =>
      variation(values, centred, weights),
    ),
  );
  const sizeOf = (x: Float64Array): number => workspace.recall('norm', [x], () => norm(x));
  const varying = transformed.filter((x, j) => !isConstant(sizes[j]!) && !(sizeOf(x) <= COLLINEAR * sizes[j]!.norm));
  requireRows(design, effects, varying.length);
  const isTerm = (j: number) => j >= offset;
  const fit = leastSquares(columns, y, (j) => (isTerm(j) ? tolerance(sizes[j - offset]!) : 0), productsIn(workspace));
  const context = { design, effects, offset, columns, transformed, sizes };
  return new RegressionByRows({
    design,
    effects,
    y,
    terms: fit.qr.kept.filter(isTerm).map((j) => design.terms[j - offset]!),
    columns: fit.qr.kept.map((j) => columns[j]!),
    constants: offset,
    fit,
    dropped: fit.qr.dropped.filter(isTerm).map((j) => explain(context, fit.qr, j)),
    workspace,
  });
}

/** Returns the products of columns that regressions in a workspace have computed. */
export const productsIn = (workspace: Workspace): KnownProducts =>
  workspace.recall('known products', [], () => new KnownProducts());

/** Values too small to be squared do no harm beside larger ones: their squares are nothing in the sums. */
export function checkRange({ name, values }: NamedColumn): true {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    if (!(Math.abs(values[i]!) < 1e100)) throw outOfRange(name, values[i]!);
    if (Math.abs(values[i]!) > Math.abs(largest)) largest = values[i]!;
  }
  if (largest !== 0 && Math.abs(largest) <= 1e-100) throw outOfRange(name, largest);
  return true;
}

function outOfRange(name: string, value: number): Refusal {
  const message = `\`${name}\` holds ${datum(name, value)}; sizes from 1e-100 to 1e100 can be squared`;
  return new Refusal('value-out-of-range', message, { param: 'terms', hint: 'rescale the variable' });
}

/** `terms`: those that are not left out for being constant or absorbed. */
export function requireRows(design: Design, effects: readonly Effect[], terms: number): void {
  const constant = design.constant && effects.length === 0 ? 1 : 0;
  const k = terms + constant + absorbedDf(effects).df;
  const n = observations(design);
  if (n >= k && n > 0) return;
  const parts = effects.length > 0 ? ', absorbed effects included' : '';
  throw new Refusal('too-few-rows', `expected at least as many rows as parameters, got N = ${n} and K = ${k}${parts}`, {
    param: 'terms',
  });
}

interface Variation {
  /** norm about the mean (about 0 without a constant) */
  readonly norm: number;
  /** norm about 0 */
  readonly size: number;
}

function variation(x: Float64Array, centred: boolean, weights: Weights | undefined): Variation {
  const size = Math.sqrt(weightedSquares(x, weights));
  if (!centred) return { norm: size, size };
  return { norm: Math.sqrt(Math.max(0, weightedSquaresAbout(x, weightedMean(x, weights), weights))), size };
}

/** A constant term, of which centring leaves rounding alone; it counts as spanned, whatever that rounding is. */
const isConstant = (v: Variation): boolean => v.norm <= 1e-14 * v.size || v.size === 0;

const tolerance = (v: Variation): number => (isConstant(v) ? Number.POSITIVE_INFINITY : COLLINEAR * v.norm);

interface RowsOfRegression {
  readonly design: Design;
  readonly effects: readonly Effect[];
  readonly offset: number;
  readonly columns: readonly Float64Array[];
  readonly transformed: readonly Float64Array[];
  readonly sizes: readonly Variation[];
}

function explain(context: RowsOfRegression, qr: QR, j: number): Dropped {
  const { design, effects, offset, transformed, sizes } = context;
  const at = j - offset;
  const term = design.terms[at]!.name;
  const size = sizes[at]!;
  if (isConstant(size)) return { term, why: 'constant', detail: 'takes one value in all rows used' };
  const x = transformed[at]!;
  if (effects.length > 0 && norm(x) <= COLLINEAR * size.norm) {
    const names = effects.map((effect) => `\`${effect.name}\``).join(', ');
    return { term, why: 'absorbed', detail: `does not vary within ${names}` };
  }
  return { term, why: 'collinear', detail: `spanned by ${earlierTerms(context, qr, j)}` };
}

/** The earlier terms with a weight worth naming when column j is projected on them. */
function earlierTerms(context: RowsOfRegression, qr: QR, j: number): string {
  const { columns, design, offset } = context;
  const earlier = qr.kept.filter((i) => i < j);
  const target = columns[j]!;
  const { coefficients } = leastSquares(
    earlier.map((i) => columns[i]!),
    target,
    () => 0,
  );
  const norm = Math.sqrt(dot(target, target));
  const weighty = earlier.filter((i, position) => {
    const x = columns[i]!;
    return Math.abs(coefficients[position]!) * Math.sqrt(dot(x, x)) > 1e-7 * norm;
  });
  if (weighty.length === 0) return 'the earlier terms';
  const terms = weighty.filter((i) => i >= offset).map((i) => design.terms[i - offset]!.name);
  const constant = terms.length < weighty.length ? ['the constant'] : [];
  return [...constant, ...(terms.length > 0 ? [termsInShort(terms)] : [])].join(', ');
}
