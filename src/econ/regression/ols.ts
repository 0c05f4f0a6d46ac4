/** Linear regression, pooled or with absorbed effects, in Stata's conventions. */

import {
  type Design,
  type NamedCodes,
  type Neighbours,
  observations,
  type SmallStyle,
  type VcovSpec,
} from '../design.ts';
import type { Fit } from '../fit.ts';
import { Workspace } from '../linalg/workspace.ts';
import { compact, type Effect } from '../panel/effects.ts';
import { requireConstantWeights } from '../panel/weights-of-units.ts';
import { withinBy } from '../panel/within.ts';
import { countParameters, type DriscollKraayPanel, requireResidualDf, resolveStyle } from '../vcov/finite-sample.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { regressBySums } from '../vcov/regression-by-sums.ts';
import { requireFinite } from './check-fit.ts';
import { periodsOf, reportFit } from './fit-report.ts';
import { withoutRounding } from './goodness.ts';
import { withWildInference } from './wild-inference.ts';

export interface LinearOptions {
  readonly vcov: VcovSpec;
  readonly small: SmallStyle;
  /** The cluster variables of `vcov`, in its order. */
  readonly clusters: readonly NamedCodes[];
  /** Calendar time of every row (one step is 1), for Driscoll–Kraay. */
  readonly time: Float64Array | null;
  /** The panel's unit of every row, for K of Driscoll–Kraay. */
  readonly unit?: NamedCodes | null;
  /** Positions of rows in time or space, for Newey–West and Conley. */
  readonly neighbours?: Neighbours | null;
  /** Level of confidence intervals; 0.95 by default. */
  readonly level?: number;
}

/**
 * Ordinary least squares on N rows and K columns: `regress`; with one absorbed effect `xtreg, fe` (grand-mean
 * constant), `areg` or `reghdfe`; with several `reghdfe`. Collinear terms are dropped, later ones first, and reported.
 * Weighted least squares where the design has weights (docs/methods.md, weights). By sums of products where these are as right (regression-by-sums.ts), unless `bySums` is false, otherwise by QR.
 * Throws `Refusal` where the covariance or the style is not defined for the design. O(NK² + GK²) with G clusters, plus the within
 * transform: O(NK) for one effect, O(NK) an iteration for several.
 * Sources: Stata [R] regress, areg, [XT] xtreg; Correia's reghdfe.
 */
export function fitLinear(
  design: Design,
  options: LinearOptions,
  workspace: Workspace = new Workspace(),
  bySums = true,
): Fit {
  const compacted = (codes: NamedCodes): Effect => workspace.recall('compact', [codes], () => compact(codes));
  const effects = design.absorb.map(compacted);
  const clusters = options.clusters.map(compacted);
  const time = options.time ? periodsOf(options.time) : null;
  const { vcov } = options;
  const { style, warnings } = resolveStyle(options.small, effects, vcov, clusters);
  const { weights } = design;
  if (style === 'xtreg') requireConstantWeights(weights, effects[0]!);
  const reportConstant = design.constant;
  const by = weights ? [weights, ...effects] : effects;
  const within = (x: Float64Array): Float64Array =>
    effects.length === 0
      ? x
      : workspace.recall('within', [x, ...by], () =>
          workspace.recall('within by', by, () => withinBy(effects, weights?.values))(x),
        );
  const constants = reportConstant ? 1 : 0;
  const asked = { design, effects, constants, vcov, clusters, within, workspace } as const;
  const byRows = () => withoutRounding(regress(design, effects, reportConstant, within, workspace), style);
  const regression = (bySums ? regressBySums(asked) : null) ?? byRows();
  const rank = regression.fit.coefficients.length;
  const panel = panelOf(options);
  const counts = countParameters(style, rank, reportConstant, regression.effects, clusters, panel);
  requireResidualDf(counts, observations(design));
  const level = options.level ?? 0.95;
  const report = reportFit({
    estimator: design.absorb.length > 0 ? 'fe' : 'ols',
    regression,
    vcov,
    style,
    counts,
    clusters,
    time,
    neighbours: options.neighbours ?? null,
    level,
  });
  const fit = withWarnings(report.fit, warnings);
  if (vcov.is !== 'cluster' || vcov.wild === undefined) return fit;
  const { factor } = report.covariance;
  // draws weigh the residuals themselves
  const drawn = regression.by === 'rows' ? regression : byRows();
  const context = { regression: drawn, clusters, factor, wild: vcov.wild, level };
  return requireFinite(Object.freeze(withWildInference(fit, context)));
}

/** Returns the panel on which K of Driscoll and Kraay's covariance depends, and undefined for other covariances. */
export const panelOf = ({ vcov, unit }: Pick<LinearOptions, 'vcov' | 'unit'>): DriscollKraayPanel | undefined =>
  vcov.is === 'dk' ? { unit: unit ? compact(unit) : null } : undefined;

const withWarnings = (fit: Fit, warnings: Fit['warnings']): Fit =>
  warnings.length === 0 ? fit : Object.freeze({ ...fit, warnings: [...warnings, ...fit.warnings] });
