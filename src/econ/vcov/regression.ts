/** A solved regression in its two forms: by rows, with columns and residuals at hand, or by sums of products, which keep neither. */

import { dot } from '../../base/number/sum.ts';
import type { Design, NamedColumn } from '../design.ts';
import type { Dropped, Stat } from '../fit.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import type { LeastSquares } from '../linalg/qr.ts';
import { scaled, weightedMean, weightedSquares, weightedSquaresAbout } from '../linalg/weighted.ts';
import type { Workspace } from '../linalg/workspace.ts';
import type { Effect } from '../panel/effects.ts';
import { type PanelStats, panelStats, unitMeans } from '../panel/panel-stats.ts';
import { statsOfUnits } from '../panel/unit-sums.ts';
import { varyingUnit } from '../panel/weights-of-units.ts';

/** From here on passes over memory are what takes time. */
const MANY_ROWS = 50_000;

export type Regression = RegressionByRows | RegressionBySums;

/** The members that both forms of a solved regression have. */
export interface Solved {
  readonly design: Design;
  readonly effects: readonly Effect[];
  /** Terms kept, in the order listed. */
  readonly terms: readonly NamedColumn[];
  /** 1 when the first coefficient is the constant's, else 0. */
  readonly constants: 0 | 1;
  readonly fit: Pick<LeastSquares, 'qr' | 'coefficients'>;
  readonly dropped: readonly Dropped[];
  /** The workspace, which remembers what was computed of its columns. */
  readonly workspace: Workspace;
}

/**
 * The centre of the outcome's sum of squares: zero, its mean, or its means by the absorbed effects. Without effects, the last is the centre
 * that the solver subtracted before: none by rows, the mean by sums.
 */
export type About = 'zero' | 'mean' | 'effects';

/** The statistics that both forms compute, each from its own data. */
export interface Answers {
  /** Residual sum of squares. */
  rss(): number;
  /** Residual sum of squares of the regression without effects but with a constant. */
  pooledRss(): number;
  outcomeMean(): number;
  /** Means of the terms kept. */
  termMeans(): ArrayLike<number>;
  /** Sum of the outcome's squares over the rows. */
  outcomeSquares(about: About): number;
  /** null unless one effect is absorbed, and where weights that are no frequencies vary within its levels; `sigmaE` for rho. */
  panelStats(sigmaE: Stat): PanelStats | null;
}

export interface RegressionBySums extends Solved, Answers {
  readonly by: 'sums';
  /** Sums are not trusted with an outcome that is nearly explained. */
  readonly perfect: false;
  /** Middle of the sandwich in orthonormal coordinates (meat.ts), of the covariance that the regression was solved for. */
  readonly meat: Float64Array;
}

interface SolvedRows extends Solved {
  /** Within-transformed outcome; the outcome itself without effects. Times the roots of the weights, as the columns are. */
  readonly y: Float64Array;
  /** Columns regressed on, in the order of the QR's kept columns. */
  readonly columns: readonly Float64Array[];
  readonly fit: LeastSquares;
  /** The columns by which residuals are multiplied to give scores in the coordinates of the QR, where these are not its Q. */
  readonly scores?: readonly Float64Array[];
}

export class RegressionByRows implements SolvedRows, Answers {
  readonly by = 'rows';
  readonly design: Design;
  readonly effects: readonly Effect[];
  readonly y: Float64Array;
  readonly terms: readonly NamedColumn[];
  readonly columns: readonly Float64Array[];
  readonly constants: 0 | 1;
  readonly fit: LeastSquares;
  readonly dropped: readonly Dropped[];
  readonly workspace: Workspace;
  readonly scores?: readonly Float64Array[];
  /** The residuals were rounding only, and are zero. */
  readonly perfect: boolean;
  #rss: number | undefined;

  constructor(rows: SolvedRows, perfect = false) {
    this.design = rows.design;
    this.effects = rows.effects;
    this.y = rows.y;
    this.terms = rows.terms;
    this.columns = rows.columns;
    this.constants = rows.constants;
    this.fit = rows.fit;
    this.dropped = rows.dropped;
    this.workspace = rows.workspace;
    if (rows.scores !== undefined) this.scores = rows.scores;
    this.perfect = perfect;
  }

  /** Returns the regression with residuals of zero. */
  asPerfect(): RegressionByRows {
    return new RegressionByRows({ ...this, fit: { ...this.fit, residuals: new Float64Array(this.y.length) } }, true);
  }

  rss(): number {
    this.#rss ??= dot(this.fit.residuals, this.fit.residuals);
    return this.#rss;
  }

  pooledRss(): number {
    return pooledRss(this.design, this.terms);
  }

  outcomeMean(): number {
    return this.#meanOf(this.design.outcome);
  }

  termMeans(): ArrayLike<number> {
    return Float64Array.from(this.terms, (term) => this.#meanOf(term));
  }

  outcomeSquares(about: About): number {
    const { y, workspace } = this;
    const { outcome, weights } = this.design;
    if (about === 'effects') return workspace.recall('squares', [y], () => dot(y, y));
    const inputs = weights ? [outcome.values, weights] : [outcome.values];
    if (about === 'zero') return workspace.recall('squares', inputs, () => weightedSquares(outcome.values, weights));
    return workspace.recall('squares about the mean', inputs, () =>
      weightedSquaresAbout(outcome.values, this.outcomeMean(), weights),
    );
  }

  #meanOf({ values }: NamedColumn): number {
    const { weights } = this.design;
    return this.workspace.recall('mean', weights ? [values, weights] : [values], () => weightedMean(values, weights));
  }

  panelStats(sigmaE: Stat): PanelStats | null {
    const [unit, ...more] = this.effects;
    if (unit === undefined || more.length > 0 || unit.slopes !== undefined) return null;
    const { design } = this;
    const { outcome, weights } = design;
    const copies = weights?.kind === 'frequency' ? weights : undefined;
    if (weights !== undefined && copies === undefined && varyingUnit(weights, unit) !== null) return null;
    if (weights === undefined && design.nobs >= MANY_ROWS) return statsOfUnits(this.#means(unit), sigmaE);
    return panelStats(outcome.values, linearPart(this), unit, sigmaE, copies);
  }

  /** Returns the means by unit, from which statistics of the units are computed without a pass over rows for each term. */
  #means(unit: Effect): Parameters<typeof statsOfUnits>[0] {
    const { y, fit, design, terms, constants } = this;
    const fitted = new Float64Array(y.length);
    for (let i = 0; i < fitted.length; i++) fitted[i] = y[i]! - fit.residuals[i]!;
    const meansOf = ({ values }: NamedColumn): Float64Array =>
      this.workspace.recall('unit means', [values, unit], () => unitMeans(values, unit));
    return {
      unit,
      means: [design.outcome, ...terms].map(meansOf),
      b: fit.coefficients.slice(constants),
      yy: this.outcomeSquares('mean'),
      within: { yx: dot(y, fitted), xx: dot(fitted, fitted) },
    };
  }
}

/** Residual sum of squares of the outcome on a constant and the terms: one more regression, O(NK²). */
export function pooledRss({ nobs, outcome, weights }: Design, terms: readonly NamedColumn[]): number {
  const columns = [new Float64Array(nobs).fill(1), ...terms.map((term) => term.values)];
  const own = columns.map((column) => scaled(column, weights));
  const { residuals } = leastSquares(own, scaled(outcome.values, weights), () => 0);
  return dot(residuals, residuals);
}

/** Xb without the constant, of the terms as given. */
function linearPart({ terms, fit, design, constants }: Solved): Float64Array {
  const xb = new Float64Array(design.nobs);
  for (const [j, term] of terms.entries()) {
    const b = fit.coefficients[j + constants]!;
    for (let i = 0; i < xb.length; i++) xb[i] = xb[i]! + b * term.values[i]!;
  }
  return xb;
}
