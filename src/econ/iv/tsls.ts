/** Two-stage least squares in the conventions of `ivreg2`, `ivregress`, `xtivreg2` and, with absorbed effects, `xtreg`. */
import { memoByIdentity } from '../../base/memo.ts';
import { Refusal } from '../../base/problem.ts';
import { type IvDesign, type IvStyle, observations, type SmallStyle, type VcovSpec } from '../design.ts';
import { chiSquared } from '../distributions/distributions.ts';
import type { FirstStage, Fit, Stat, TestResult } from '../fit.ts';
import { Workspace } from '../linalg/workspace.ts';
import { absorbedDf } from '../panel/absorbed-df.ts';
import { compact, type Effect } from '../panel/effects.ts';
import { requireConstantWeights } from '../panel/weights-of-units.ts';
import { withinBy } from '../panel/within.ts';
import { requireFinite } from '../regression/check-fit.ts';
import { periodsOf, type ReportedFit, reportFit } from '../regression/fit-report.ts';
import { type LinearOptions, panelOf } from '../regression/ols.ts';
import { countParameters, type ParameterCounts, requireResidualDf, resolveStyle } from '../vcov/finite-sample.ts';
import type { RegressionByRows } from '../vcov/regression.ts';
import { firstStages, leadingTerms, type Reporter, reducedForm, reducedRegression } from './first-stage.ts';
import { type IvEquations, ivEquations } from './iv-equations.ts';
import { endogeneityC, overidentification, wuHausman } from './iv-tests.ts';
import { type KClass, kClassEquation } from './k-class.ts';
import type { MomentContext } from './moments.ts';
import { type WeakTests, weakTests } from './weak/weak-tests.ts';
import { type WeakIv, weakIv } from './weak-iv.ts';

export interface IvOptions extends Omit<LinearOptions, 'small'> {
  readonly small: IvStyle;
  /** Another member of the k-class than two-stage least squares. */
  readonly kClass?: KClass;
}

/**
 * 2SLS on N rows, K regressors and L instruments: b = (X̂'X̂)^−1 X̂'y with X̂ = P_Z X, residuals y − Xb, covariance on X̂. First
 * stages, reduced form and their F always carry the finite-sample factor, as `ivreg2` prints them. Collinear columns are
 * dropped and reported. Throws `Refusal` where the equation is under-identified or the covariance is not defined for it.
 * Another member of the k-class where `kClass` says so (k-class.ts). O(N(K + L)² + GL²) with G clusters for each endogenous regressor. Source: Baum, Schaffer & Stillman (2007, SJ 7:465).
 */
export function fitIv(design: IvDesign, options: IvOptions): Fit {
  refuseVcov(options.vcov);
  const clusters = options.clusters.map(compact);
  const effects = design.absorb.map(compact);
  const time = options.time ? periodsOf(options.time) : null;
  const neighbours = options.neighbours ?? null;
  const panel = panelOf(options);
  const { second, first } = stylesOf(options, effects, clusters);
  if (second === 'xtreg') requireConstantWeights(design.weights, effects[0]!);
  // beside absorbed effects `xtivreg2` and `ivreghdfe` report none
  const reportConstant = design.constant && (effects.length === 0 || second === 'xtreg' || second === 'areg');
  const nobs = observations(design);
  const projected = ivEquations(design, {
    effects,
    constants: reportConstant ? 1 : 0,
    vcov: options.vcov,
    clusters,
    within: memoByIdentity(withinBy(effects, design.weights?.values)),
    workspace: new Workspace(),
  });
  const { kClass } = options;
  const own = kClass && kClassEquation(projected, kClass, nobs);
  const equations = own ? { ...projected, second: own.second } : projected;
  const { coordinates } = equations;
  const countsOf = (style: SmallStyle, { columns }: RegressionByRows): ParameterCounts =>
    countParameters(style, columns.length, reportConstant, effects, clusters, panel);
  const reporter =
    (estimator: string, vcov: VcovSpec, style: SmallStyle): Reporter =>
    (regression) => {
      const counts = countsOf(style, regression);
      const level = options.level ?? 0.95;
      const reported = coordinates === null ? regression : coordinates.reported(regression);
      return { estimator, regression: reported, vcov, style, counts, clusters, time, level, neighbours };
    };
  const main = mainReport(equations, reporter(kClass?.estimator ?? 'iv', options.vcov, second));
  const finite = finiteVcov(options.vcov);
  const report = reporter('first-stage', finite, first);
  const stages = firstStages(equations, report);
  const onInstruments = reducedRegression(equations);
  const reduced = reducedForm(onInstruments, equations, reporter('reduced-form', finite, first));
  const { weights } = design;
  const context: MomentContext = {
    vcov: options.vcov,
    clusters,
    time,
    absorbed: absorbedDf(effects).df,
    nobs,
    weights,
    neighbours,
    coordinates,
  };
  const [any] = equations.firstStages;
  const residualDf = nobs - countsOf(first, any!).full;
  const scale = { factor: stages.factor, residualDf };
  const weak = weakIv(equations, context, scale, kClass?.tables);
  const robust = weakTests(equations, {
    reduced: onInstruments,
    reducedFit: reduced,
    context,
    scale,
    level: options.level ?? 0.95,
    tsls: kClass === undefined || isLiml(kClass) ? main.fit : null,
  });
  const overid = overidentification(equations, context);
  const hausman = wuHausman(equations, report);
  const tests = [
    ...waldTest(main, second, equations),
    ...weak.tests,
    ...(own?.tests ?? []),
    overid,
    endogeneityC(equations, context),
    hausman.test,
    ...robust.tests,
  ];
  const more = own?.stats ?? {};
  const parts = { stages: stages.stages, reduced, weak, robust, overid, hausman, tests, more };
  return assemble(main.fit, equations, options.small, parts);
}

function refuseVcov(vcov: VcovSpec): void {
  if (vcov.is === 'cluster' && vcov.wild !== undefined) {
    throw new Refusal('iv-vcov', '`wild` is not defined here for instrumental variables', {
      param: 'vcov',
      hint: 'use `cluster(a)`; the Anderson–Rubin test does not hang on strong instruments',
    });
  }
  if (vcov.is !== 'hc' || vcov.type === 'HC0' || vcov.type === 'HC1') return;
  throw new Refusal('iv-vcov', `\`${vcov.type}\` is not defined for instrumental variables`, {
    param: 'vcov',
    hint: 'use `robust` or clusters',
  });
}

/** Returns the styles by which the equation and its first stages count parameters. */
function stylesOf(
  { small, vcov }: IvOptions,
  effects: readonly Effect[],
  clusters: readonly Effect[],
): { second: SmallStyle; first: SmallStyle } {
  const counted: SmallStyle = effects.length === 0 ? 'regress' : effects.length === 1 ? 'xtivreg2' : 'reghdfe';
  switch (small) {
    case 'ivregress':
      if (effects.length > 0) {
        throw new Refusal('style-no-effects', 'small-sample style `ivregress` absorbs no effects', { param: 'small' });
      }
      return { second: 'asymptotic', first: counted };
    case 'asymptotic':
      return { second: 'asymptotic', first: counted };
    case 'regress':
    case 'xtivreg2':
      return { second: counted, first: counted };
    case 'xtreg':
    case 'areg':
    case 'reghdfe': {
      const { style } = resolveStyle(small, effects, vcov, clusters);
      return { second: style, first: style };
    }
    default:
      return small satisfies never;
  }
}

/** The covariance with the factor that the finite-sample style has for it. */
function finiteVcov(vcov: VcovSpec): VcovSpec {
  if (vcov.is === 'hc') return { is: 'hc', type: 'HC1' };
  return vcov.is === 'dk' || vcov.is === 'conley' ? { ...vcov, small: true } : vcov;
}

function mainReport(equations: IvEquations, reporter: Reporter): ReportedFit {
  const inputs = reporter(equations.second);
  requireResidualDf(inputs.counts, observations(equations.design));
  return reportFit(inputs);
}

/** The chi² that `ivregress` prints, wherever inference is normal. */
function waldTest({ covariance }: ReportedFit, style: SmallStyle, { second }: IvEquations): TestResult[] {
  if (style !== 'asymptotic' || typeof covariance.wald !== 'number') return [];
  const df = second.terms.length;
  if (covariance.groupDf !== null && covariance.groupDf < df) return [];
  return [{ name: 'wald', statistic: covariance.wald, pValue: chiSquared(df).sf(covariance.wald), df: [df] }];
}

/** With one instrument LIML is two-stage least squares. */
const isLiml = ({ k }: KClass): boolean => 'less' in k && k.less === 0;

interface TslsParts {
  readonly stages: readonly FirstStage[];
  readonly reduced: Fit;
  readonly weak: WeakIv;
  readonly robust: WeakTests;
  readonly overid: TestResult;
  readonly hausman: { readonly statistic: Stat };
  readonly tests: readonly TestResult[];
  /** Statistics of another member of the k-class. */
  readonly more: Fit['stats'];
}

function assemble(main: Fit, equations: IvEquations, small: IvStyle, parts: TslsParts): Fit {
  const { weak, robust, overid, hausman } = parts;
  const iid = overid.name === 'sargan';
  const elsewhere = (name: string): Stat => ({ invalid: `reported as \`${name}\` for this covariance` });
  const stats: Fit['stats'] = {
    ...main.stats,
    ...goodnessOf(main, equations, small),
    kpWaldF: weak.kpWaldF,
    kpLm: weak.kpLm,
    kpLmP: weak.kpLmP,
    cdWaldF: weak.cdWaldF,
    effectiveF: robust.effectiveF,
    andersonLm: weak.andersonLm,
    sargan: iid ? overid.statistic : elsewhere('hansenJ'),
    hansenJ: iid ? elsewhere('sargan') : overid.statistic,
    wuHausmanF: hausman.statistic,
    ...parts.more,
  };
  const ordered = leadingTerms(
    main,
    equations.endogenous.map((x) => x.name),
  );
  return requireFinite(
    Object.freeze({
      ...ordered,
      stats,
      tests: parts.tests,
      warnings: [...main.warnings, ...weakWarning(weak)],
      firstStage: parts.stages.map((stage) => withEffectiveF(stage, robust)),
      reducedForm: parts.reduced,
    }),
  );
}

/** A table of first stages shows it beside F. */
const withEffectiveF = (stage: FirstStage, { effectiveF }: WeakTests): FirstStage =>
  Object.freeze({ ...stage, stats: { ...stage.stats, effectiveF } });

/** R² is that of the equation as estimated: of the within-transformed one under absorbed effects. It may be negative. */
function goodnessOf({ stats }: Fit, { effects }: IvEquations, small: IvStyle): Fit['stats'] {
  const { rss, r2, r2Within } = stats;
  if (effects.length > 0) {
    const undefinedR2: Stat = { invalid: 'not defined for instrumental variables' };
    return { r2: r2Within!, ...(stats.r2AdjWithin === undefined ? {} : { r2AdjWithin: undefinedR2 }) };
  }
  const header: Fit['stats'] =
    small === 'ivregress' ? { f: { invalid: '`ivregress` prints the Wald chi²: see `tests`' } } : {};
  if (typeof r2 !== 'number' || typeof rss !== 'number' || r2 >= 0) return header;
  const hidden: Stat = { invalid: 'negative: `ivregress` prints none' };
  const mss = rss / (1 - r2) - rss;
  return { ...header, mss, ...(small === 'ivregress' ? { r2: hidden, r2Adj: hidden } : {}) };
}

/** Staiger & Stock (1997): an F below 10. */
function weakWarning({ kpWaldF, cdWaldF }: WeakIv): Fit['warnings'] {
  const [name, f] = typeof kpWaldF === 'number' ? ['Kleibergen–Paap', kpWaldF] : ['Cragg–Donald', cdWaldF];
  if (typeof f !== 'number' || f >= 10) return [];
  const message = `weak instruments: the ${name} F is ${f.toFixed(2)}, below 10`;
  return [{ code: 'weak-instruments', message }];
}
