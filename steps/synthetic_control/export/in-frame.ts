/** Synthetic controls and synthetic differences in differences in R and Python: lines over the functions of each language, beside papermake's values. */
import type { NoCounterpart } from '../../../src/econ/counterpart.ts';
import type { Estimate } from '../../../src/econ/fit.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedValue } from '../../../src/export/worded.ts';
import { isImputed, type SyntheticSpec } from '../numbers/spec.ts';
import { codes } from './code.ts';
import { imputed } from './factors-in-frame.ts';
import { beside, type CodeRequest, type Found } from './request.ts';

const TREATED = 'is treated';

export function syntheticInFrame(
  language: 'r' | 'python',
  node: ReadNode,
  spec: SyntheticSpec,
  columns: Columns,
): Worded | NoCounterpart {
  const code = codes[language];
  const { unit, time } = node.data.panel!;
  const found = node.whole() as unknown as Found;
  if (spec.method === 'sc' && typeof found.stats.ratio !== 'number')
    return { none: 'the outcome before treatment is fitted exactly, which more weights than these may do' };
  const made = spec.method === 'sc' ? control : isImputed(spec.method) ? imputed : blocks;
  const { lines, ...more } = made({ spec, found, unit, columns, code });
  const treated = spec.treatment === null ? columns.made(TREATED) : columns.name(spec.treatment);
  const since =
    spec.treatment === null
      ? code.since(columns.isLevel(unit, spec.treated!), columns.values(columns.name(time)), spec.start!)
      : undefined;
  const own = [columnOf(columns, spec.outcome), treated, columns.name(unit), columns.name(time)];
  return {
    functions: code.functions,
    lines: [
      ...(since === undefined ? [] : [code.set(columns.values(treated), since)]),
      code.set('p', code.paths(own.map(columns.text).join(', '))),
      ...lines,
    ],
    ...more,
  };
}

function control({ spec, found, unit, columns, code }: CodeRequest): Omit<Worded, 'functions'> {
  const { stats, paths, unitWeights, predictors } = found;
  const att = found.terms[0]!;
  const before = paths.filter(({ isTreated }) => !isTreated);
  const [first, last] = spec.fit ?? [before[0]!.period, before.at(-1)!.period];
  const options = [
    ...(spec.predictors === null
      ? []
      : [
          code.option(
            'predictors',
            code.beside(
              spec.predictors.map(({ of, over, step }) =>
                code.windowMean(columns.values(columnOf(columns, of)), step === 1 ? over : [...over, step]),
              ),
            ),
          ),
          code.option('v', code.list(predictors.map(({ weight }) => weight))),
        ]),
    ...(spec.ridge === null ? [] : [code.option('lambda', String(spec.ridge))]),
  ].join('');
  const size = Math.abs(att.estimate);
  const isNested = spec.predictors !== null && spec.v === 'nested';
  const nested = [{ what: 'weights of the predictors', why: 'the script takes them as papermake found them' }];
  const ranks = isNested ? [{ what: 'placebos', why: 'each would search weights of the predictors of its own' }] : [];
  return {
    lines: [code.set('m', code.control(first, last, options))],
    values: [
      beside('att: coefficient', code.effect, att.estimate, size),
      beside('mean squared error before', code.before, stats.msePre, Number(stats.msePost)),
      beside('mean squared error after', code.after, stats.msePost, Number(stats.msePost)),
      ...paths
        .filter(({ isTreated }) => isTreated)
        .map(({ period, gap }) => beside(`${period}: gap`, code.gap(period), gap, size)),
      ...unitWeights.map(({ name, weight }) =>
        beside(`${name}: weight`, code.weight(columns.isLevel(unit, name)), weight, 1),
      ),
      ...(spec.placebos && !isNested ? [{ cell: 'att: p value', code: code.share, value: att.pValue }] : []),
    ],
    missing: [...(isNested ? nested : []), ...(spec.placebos ? ranks : [])],
  };
}

function blocks({ spec, found, unit, columns, code }: CodeRequest): Omit<Worded, 'functions'> {
  const { unitWeights, timeWeights, cohorts } = found;
  const [att, ...slopes] = found.terms as [Estimate, ...Estimate[]];
  const size = Math.max(...cohorts.map(({ estimate }) => Math.abs(estimate)));
  const names = spec.covariates.map((term) => columnOf(columns, term));
  const place = (cohort: number | undefined): number =>
    cohort === undefined ? 0 : cohorts.findIndex((each) => each.cohort === cohort);
  const isOne = cohorts.reduce((sum, { treated }) => sum + treated, 0) === 1;
  const [line, error, share] = code.placebo;
  const errors: WordedValue[] =
    spec.errors === 'jackknife'
      ? [{ cell: 'att: standard error', code: code.jackknife, value: att.stdError }]
      : spec.errors === 'placebo' && isOne
        ? [
            { cell: 'att: standard error', code: error, value: att.stdError, after: [code.set('e', line)] },
            { cell: 'att: p value', code: share, value: att.pValue },
          ]
        : [];
  return {
    lines: [
      ...(names.length === 0 ? [] : [code.set('p', code.withoutCovariates(columns.texts(names)))]),
      code.set('m', code.difference(columns.text(spec.method))),
    ],
    values: [
      beside('att: coefficient', code.effect, att.estimate, size),
      ...(cohorts.length === 1
        ? []
        : cohorts.map(({ cohort, estimate }, k) => beside(`${cohort}: coefficient`, code.cohort(k), estimate, size))),
      ...slopes.map(({ term, estimate }, k) => ({
        cell: `${term}: coefficient`,
        code: code.slope(columns.text(names[k]!)),
        value: estimate,
      })),
      ...unitWeights.map(({ name, weight, cohort }) =>
        beside(
          `${name}: weight`,
          code.unitWeight(columns.isLevel(unit, unitIn(name, cohort)), place(cohort)),
          weight,
          1,
        ),
      ),
      ...timeWeights.map(({ period, weight, cohort }) =>
        beside(
          `${cohort === undefined ? period : `${period}:${cohort}`}: weight`,
          code.periodWeight(period, place(cohort)),
          weight,
          1,
        ),
      ),
      ...errors,
    ],
    missing:
      errors.length > 0 || spec.errors === 'none'
        ? []
        : [{ what: 'standard errors', why: 'units are draws of papermake’s own' }],
  };
}

/** A weight of one of several cohorts is called `unit:cohort`. */
const unitIn = (name: string, cohort: number | undefined): string =>
  cohort === undefined ? name : name.slice(0, -`:${cohort}`.length);
