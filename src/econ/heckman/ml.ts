/** Heckman's selection model by maximum likelihood: from the sample to the record of a fit. */
import { dot, mean } from '../../base/number/sum.ts';
import type { NamedColumn } from '../design.ts';
import { chiSquared } from '../distributions/distributions.ts';
import type { Sample } from '../estimator.ts';
import type { Fit, TestResult, Warning } from '../fit.ts';
import { byObservedInformation, type LikelihoodCovariance, likelihoodCovariance } from '../likelihood/covariance.ts';
import { likelihoodRecord, reordered } from '../likelihood/record.ts';
import { pickDesign, pickNamedCodes } from '../likelihood/rows.ts';
import { compact } from '../panel/effects.ts';
import { informationCriteria } from '../regression/information-criteria.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { correlation, maximumOf, type SelectionMaximum } from './likelihood.ts';
import { exclusionWarnings, type HeckmanRows, probitOf } from './rows.ts';

/**
 * Outcome and selection together, with errors that are jointly normal: (b, g, arctanh ρ, ln σ) by maximum likelihood, from the probit and least squares on.
 * V is the inverse observed information, N/(N − 1) or G/(G − 1) times a sandwich of scores otherwise; z throughout. N counts all rows. That
 * the equations are independent, ρ = 0, is tested by the likelihood ratio against both by themselves, or by Wald's test of arctanh ρ where errors are robust.
 * Source: Heckman (1979, Econometrica 47:153); Stata [R] heckman.
 */
export function fitByLikelihood(sample: Sample, chosen: HeckmanRows): Fit {
  const { selection } = chosen;
  const { probit, selected, terms, columns, dropped, sigma0, at } = solvedOn(chosen);
  const n1 = selected.nobs;
  const clusters = sample.clusters.map((codes) => compact(pickNamedCodes(codes, chosen.rows)));
  const { nobs } = selection;
  const whole = byObservedInformation(likelihoodCovariance(at, sample.spec.vcov, clusters, { nobs }));
  const [kx, kz] = [columns.length, probit.columns.length];
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  const ofOutcome = [...range(0, kx), kx + kz, kx + kz + 1];
  const alone = probit.at.ll - (n1 / 2) * (Math.log(2 * Math.PI) + 2 * Math.log(sigma0) + 1);
  const record = likelihoodRecord({
    estimator: 'heckman-ml',
    design: selected,
    names: ['_cons', ...terms.map(({ name }) => name), '/athrho', '/lnsigma'],
    constants: 1,
    slopes: terms.length,
    values: [...at.outcome, at.athrho, at.lnSigma],
    covariance: part(whole, ofOutcome),
    df: null,
    ll: at.ll,
    ll0: { invalid: 'it is not computed' },
    ratio: false,
    dropped,
    rowsLost: chosen.lost,
    warnings: [...exclusionWarnings(sample), ...atTheEdge(at)],
    stats: {
      ...correlationStats(at, whole, kx + kz),
      nNonselected: selection.nobs - n1,
      nSelected: n1,
      ymean: mean(selected.outcome.values),
    },
    tests: [independence(at, whole, kx + kz, 2 * (at.ll - alone))],
  });
  const selectionFit = likelihoodRecord({
    estimator: 'selection',
    design: selection,
    names: ['_cons', ...probit.terms.map(({ name }) => name)],
    constants: 1,
    slopes: probit.terms.length,
    values: at.selection,
    covariance: part(whole, range(kx, kx + kz)),
    df: null,
    ll: at.ll,
    ll0: { invalid: 'it is not computed' },
    ratio: false,
    dropped: probit.fit.dropped,
  });
  const whatCounts = ({ ll0: _, pseudoR2: __, ...stats }: Fit['stats']): Fit['stats'] => stats;
  // the likelihood is that of both equations
  const parameters = kx + kz + 2;
  const criteria = informationCriteria(at.ll, parameters, selection.nobs);
  const ofSelection: Fit = { ...selectionFit, stats: { ...whatCounts(selectionFit.stats), ...criteria } };
  const stats = { ...whatCounts(record.stats), ...criteria, kCounted: parameters, n: selection.nobs };
  return Object.freeze({ ...record, nobs: selection.nobs, selection: ofSelection, stats });
}

/** The maximum, from the probit and least squares on. */
function solvedOn({ selection, selectedRows, outcome }: HeckmanRows) {
  const probit = probitOf(selection);
  const selected = pickDesign(outcome, selectedRows);
  const apart = regress(selected, [], true);
  const { terms, columns, dropped } = apart;
  requireOwnNames(terms);
  const sigma0 = Math.sqrt(apart.rss() / selected.nobs);
  const at = maximumOf({
    x: columns,
    z: probit.columns,
    y: selected.outcome.values,
    selected: selectedRows,
    start: {
      outcome: apart.fit.coefficients,
      selection: probit.at.coefficients,
      athrho: 0,
      lnSigma: Math.log(sigma0),
    },
  });
  return { probit, selected, terms, columns, dropped, sigma0, at };
}

/** The influence of each row on each parameter of the outcome's equation. */
export function influenceByLikelihood(chosen: HeckmanRows): readonly NamedColumn[] {
  const { probit, terms, at } = solvedOn(chosen);
  const first = terms.length + 1 + probit.columns.length;
  const own = ['_cons', ...terms.map(({ name }) => name)].map((name, j) => ({ name, values: at.influence[j]! }));
  return [
    ...own,
    { name: '/athrho', values: at.influence[first]! },
    { name: '/lnsigma', values: at.influence[first + 1]! },
  ];
}

/** The covariance of some parameters. Few clusters are told of once. */
function part(whole: LikelihoodCovariance, at: readonly number[]): LikelihoodCovariance {
  const { mended } = whole;
  return {
    ...whole,
    matrix: reordered(whole.matrix, at),
    cancelled: at.map((i) => whole.cancelled[i]!),
    mended: mended && { ...mended, from: reordered(mended.from, at) },
  };
}

/** ρ, σ and λ = ρσ with errors by the delta method. */
function correlationStats(
  { athrho, lnSigma }: SelectionMaximum,
  { matrix, cancelled }: LikelihoodCovariance,
  from: number,
) {
  const size = cancelled.length;
  const v = (i: number, j: number): number => matrix[(from + i) * size + from + j]!;
  const { rho, root } = correlation(athrho);
  const sigma = Math.exp(lnSigma);
  const errorOf = (byA: number, byS: number): number => {
    const gradient = [byA, byS];
    const times = [v(0, 0) * byA + v(0, 1) * byS, v(0, 1) * byA + v(1, 1) * byS];
    return Math.sqrt(Math.max(0, dot(Float64Array.from(gradient), Float64Array.from(times))));
  };
  return {
    lambda: rho * sigma,
    lambdaSe: errorOf(root * root * sigma, rho * sigma),
    rho,
    rhoSe: errorOf(root * root, 0),
    sigma,
    sigmaSe: errorOf(0, sigma),
  };
}

function independence(
  { athrho }: SelectionMaximum,
  { matrix, cancelled, info }: LikelihoodCovariance,
  from: number,
  ratio: number,
): TestResult {
  const size = cancelled.length;
  const isRatio = info.type === 'iid';
  const statistic = isRatio ? Math.max(0, ratio) : (athrho * athrho) / matrix[from * size + from]!;
  return { name: 'independent-equations', statistic, pValue: chiSquared(1).sf(statistic), df: [1] };
}

function atTheEdge({ athrho }: SelectionMaximum): Warning[] {
  if (Math.abs(athrho) < 5) return [];
  const message = 'ρ is at the end of its range: the likelihood hardly has a maximum';
  return [{ code: 'rho-at-edge', message, hint: 'selection may need a term of its own that moves it' }];
}
