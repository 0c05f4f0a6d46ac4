/** Linear regression, pooled or with absorbed effects, in Stata's conventions. */

import type { Design, NamedCodes, SmallStyle, VcovSpec } from '../design.ts';
import type { Fit } from '../fit.ts';
import { Workspace } from '../linalg/workspace.ts';
import { compact, type Effect } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';
import { type Regression, regress } from '../vcov/prepare.ts';
import { largeRegression } from '../vcov/regression-by-sums.ts';
import { countParameters, requireResidualDf, resolveStyle } from '../vcov/styles.ts';
import { requireFinite } from './check-fit.ts';
import { groupsOf, periodsOf, reportFit } from './fit-report.ts';
import { isPerfectFit } from './goodness.ts';
import { withWildInference } from './wild-inference.ts';

export interface LinearOptions {
  readonly vcov: VcovSpec;
  readonly small: SmallStyle;
  /** The cluster variables of `vcov`, in its order. */
  readonly clusters: readonly NamedCodes[];
  /** Calendar time of every row (one step is 1), for Driscoll–Kraay. */
  readonly time: Float64Array | null;
  /** Of confidence intervals; 0.95. */
  readonly level?: number;
}

/**
 * Ordinary least squares on N rows and K columns: `regress`; with one absorbed effect `xtreg, fe` (grand-mean
 * constant), `areg` or `reghdfe`; with several `reghdfe`. Collinear terms are dropped, later ones first, and reported.
 * By sums of products where these are as right (large-regression.ts), unless `bySums` is false, otherwise by QR.
 * Throws `Refusal` where the covariance or the style is not defined for the design. O(NK² + GK²) with G clusters, plus the within
 * transform: O(NK) for one effect, O(NK) an iteration for several.
 * Sources: CONVENTIONS 1 and 2; Stata [R] regress, areg, [XT] xtreg; Correia's reghdfe.
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
  const reportConstant = design.constant;
  const within = (x: Float64Array): Float64Array =>
    effects.length === 0 ? x : workspace.recall('within', [x, ...effects], () => withinTransform(x, effects));
  const constants = reportConstant ? 1 : 0;
  const asked = { design, effects, constants, vcov, clusters, within, workspace } as const;
  const large = bySums ? largeRegression(asked) : null;
  const byReflections = () => regress(design, effects, reportConstant, within, workspace);
  const regression = large?.regression ?? byReflections();
  const perfect = large === null && isPerfectFit(regression, style);
  const residuals = perfect ? new Float64Array(design.nobs) : regression.fit.residuals;
  const groups = groupsOf(vcov, clusters, time);
  const counts = countParameters(style, regression.columns.length, reportConstant, regression.effects, groups);
  requireResidualDf(counts, design.nobs);
  const level = options.level ?? 0.95;
  const report = reportFit({
    estimator: design.absorb.length > 0 ? 'fe' : 'ols',
    regression,
    residuals,
    perfect,
    vcov,
    style,
    counts,
    clusters,
    time,
    level,
    meat: large === null ? null : large.meat,
  });
  const fit = withWarnings(report.fit, warnings);
  if (vcov.is !== 'cluster' || vcov.wild === undefined) return fit;
  const { factor } = report.covariance;
  // draws weigh the residuals themselves
  const drawn = large === null ? { regression, residuals } : withResiduals(byReflections());
  return requireFinite(Object.freeze(withWildInference(fit, { ...drawn, clusters, factor, wild: vcov.wild, level })));
}

const withWarnings = (fit: Fit, warnings: Fit['warnings']): Fit =>
  warnings.length === 0 ? fit : Object.freeze({ ...fit, warnings: [...warnings, ...fit.warnings] });

const withResiduals = (regression: Regression) => ({ regression, residuals: regression.fit.residuals });
