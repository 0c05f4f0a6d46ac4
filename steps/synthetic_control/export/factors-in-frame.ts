/** Effects that factors impute in R and Python: lines over the functions of each language, beside papermake's values. */
import type { Estimate } from '../../../src/econ/fit.ts';
import { columnOf, type Worded, type WordedValue } from '../../../src/export/worded.ts';
import type { ImputedMethod } from '../numbers/spec.ts';
import { beside, type CodeRequest } from './request.ts';

export function imputed({ spec, found, columns, code }: CodeRequest): Omit<Worded, 'functions'> {
  const { stats, cohorts, paths, choices = [] } = found;
  const [att, ...slopes] = found.terms as [Estimate, ...Estimate[]];
  const size = Math.max(...cohorts.map(({ estimate }) => Math.abs(estimate)));
  const names = spec.covariates.map((term) => columns.text(columnOf(columns, term)));
  const amount = Number(stats.factorCount ?? stats.lambda);
  const method = spec.method as ImputedMethod;
  const place = (cohort: number | undefined): number =>
    cohort === undefined ? 0 : cohorts.findIndex((each) => each.cohort === cohort);
  const slope = (k: number): string => code.slopeOf(k);
  const error = (k: number): string => code.errorOf(k);
  const first = paths.filter(({ cohort }) => cohort === undefined);
  const errors: WordedValue[] =
    spec.errors !== 'jackknife'
      ? []
      : [
          {
            cell: 'att: standard error',
            code: error(0),
            value: att.stdError,
            after: [code.set('e', code.jackknifeOfFactors)],
          },
          ...slopes.map(({ term, stdError }, k) => ({
            cell: `${term}: standard error`,
            code: error(1 + k),
            value: stdError,
          })),
          ...first.map(({ period, stdError }, t) =>
            beside(`${period}: standard error`, error(1 + slopes.length + t), stdError, size),
          ),
        ];
  return {
    lines: [code.set('m', code.imputed(code.strings(names), method, amount))],
    values: [
      beside('att: coefficient', code.effect, att.estimate, size),
      ...(cohorts.length === 1
        ? []
        : cohorts.map(({ cohort, estimate }, k) => beside(`${cohort}: coefficient`, code.cohort(k), estimate, size))),
      ...slopes.map(({ term, estimate }, k) => ({ cell: `${term}: coefficient`, code: slope(k), value: estimate })),
      ...paths.map(({ period, cohort, gap }) =>
        beside(
          `${cohort === undefined ? period : `${period}:${cohort}`}: gap`,
          code.gapOfCohort(period, place(cohort)),
          gap,
          size,
        ),
      ),
      { cell: 'sum of squares', code: code.member('rss'), value: stats.rss },
      ...(method === 'mc' ? [] : [{ cell: 'sigma2', code: code.member('sigma2'), value: stats.sigma2 }]),
      ...(method === 'gsc'
        ? choices.map(({ value, mspe }) => ({
            cell: `${value}: mean squared error`,
            code: code.leftOutError(value),
            value: mspe,
          }))
        : []),
      ...errors,
    ],
    missing: [
      { what: 'factors and loadings', why: 'their signs are free, and their products are in the gaps' },
      ...(method === 'gsc' || choices.length === 0
        ? []
        : [{ what: 'the choice among fits', why: 'the script takes the one that papermake chose' }]),
      ...(['bootstrap', 'parametric'].includes(spec.errors)
        ? [{ what: 'standard errors', why: 'units are draws of papermake’s own' }]
        : []),
    ],
  };
}
