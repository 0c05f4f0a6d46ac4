/** The entry of Poisson regression in the list of estimators. */
import { optional } from '../../base/schema.ts';
import type { VcovSpec } from '../design.ts';
import type { Estimator, FitWords, SpecProblem, WrittenColumn } from '../estimator.ts';
import { compileOffset, noteWithOffset, offsetKeys } from '../likelihood/written-offset.ts';

export const poisson: Estimator = {
  name: 'poisson',
  summary: 'Poisson regression by maximum likelihood, of counts or any other outcome that is never negative',
  keys: {
    ...offsetKeys.logarithmic,
    separation: optional.oneOf(
      ['drop', 'refuse'],
      'rows that separate the likelihood: dropped and counted, the default with absorbed effects, or refused',
    ),
    conditional: optional.flag('with one absorbed effect, the conditional likelihood of `xtpoisson, fe`'),
  },
  foreign: [
    ...['poisson', 'ppml', 'ppmlhdfe', 'fepois', 'xtpoisson'],
    ...['glm poisson', 'glm poisson log', 'glm quasipoisson', 'glm quasipoisson log'],
  ],
  weights: ['frequency', 'probability'],
  compile(column) {
    const { options } = column;
    const { terms, problems } = compileOffset(column);
    return {
      problems: [...refusedParts(column), ...refusedErrors(column), ...problems],
      vcov: vcovOf(column),
      small: null,
      ...(column.equation.absorb.length > 0 ? { singletons: 'keep' as const } : {}),
      estimator: {
        ...(options.conditional === true ? { conditional: true } : {}),
        ...separationOf(column),
        ...terms,
      },
    };
  },
  margins: true,
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: {
      fitted: 'anywhere',
      index: 'anywhere',
      residual: 'anywhere',
      pearson: 'anywhere',
      deviance: 'anywhere',
      score: 'anywhere',
      effects: 'anywhere',
      effect: 'anywhere',
      leverage: 'rows',
      standardised: 'rows',
      studentised: 'rows',
      cooks: 'rows',
    },
    load: async () => (await import('./predict.ts')).predict,
  },
  titles: { poisson: { en: 'Poisson regression', zh: '泊松回归' } },
  index: true,
  words: words(),
  noteOf: noteWithOffset(words().note),
};

/** By default errors with absorbed effects are robust, as those of `ppmlhdfe`; those of a conditional likelihood cluster on the unit. */
function vcovOf({ vcov, isVcovWritten, equation: { absorb }, options }: WrittenColumn): VcovSpec {
  const [unit] = absorb;
  if (options.conditional === true && unit !== undefined && vcov.is === 'robust') return { by: [unit], is: 'cluster' };
  const byDefault = unit !== undefined && !isVcovWritten && options.conditional !== true;
  return vcov.is === 'robust' || byDefault ? { is: 'hc', type: 'HC1' } : vcov;
}

/** Returns the option `separation` where it is not the default. */
function separationOf({ options: { separation }, equation: { absorb } }: WrittenColumn): {
  readonly separation?: string;
} {
  const usual = absorb.length > 0 ? 'drop' : 'refuse';
  return typeof separation !== 'string' || separation === usual ? {} : { separation };
}

function refusedParts({ equation: { absorb, iv }, options }: WrittenColumn): SpecProblem[] {
  const problems: SpecProblem[] = [];
  if (options.conditional === true && absorb.length !== 1) {
    const message = `\`conditional\` needs one absorbed effect, got ${absorb.length}`;
    problems.push({ field: 'estimator', code: 'unsupported', message, hint: 'name the unit: `y ~ x | id`' });
  }
  if (iv !== null) {
    const message = '`poisson` with instruments is not built in';
    problems.push({ field: 'iv', code: 'unsupported', message, hint: 'take the instruments away with `iv: false`' });
  }
  return problems;
}

function refusedErrors({ vcov, small }: WrittenColumn): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const name = unsupported(vcov);
  if (name !== undefined) {
    const message = `\`${name}\` is not defined for \`poisson\``;
    problems.push({ field: 'vcov', code: 'unsupported', message, hint: 'use `iid`, `robust`, `HC0` or `cluster(a)`' });
  }
  if (small !== undefined) {
    const message = '`small` is of linear models; `poisson` has one convention';
    const hint =
      'it is N/(N − 1), or G/(G − 1) under clustering, and the normal distribution: say `small` of linear columns alone';
    problems.push({ field: 'small', code: 'unsupported', message, hint });
  }
  return problems;
}

function unsupported(vcov: WrittenColumn['vcov']): string | undefined {
  if (vcov.is === 'dk' || vcov.is === 'nw' || vcov.is === 'conley') return vcov.is;
  if (vcov.is === 'hc' && (vcov.type === 'HC2' || vcov.type === 'HC3')) return vcov.type;
  return vcov.is === 'cluster' && vcov.wild !== undefined ? 'wild' : undefined;
}

function words(): FitWords {
  return {
    note: { en: 'Poisson regression by maximum likelihood', zh: '泊松回归（最大似然估计）' },
    stats: {
      ll0: { en: 'Log likelihood (constant only)', zh: '对数似然值（仅常数项）', csv: 'Log likelihood, constant only' },
      pseudoR2: { en: 'Pseudo R²', zh: '伪 R²', csv: 'Pseudo R2' },
      chi2: { en: 'χ²', zh: 'χ²', csv: 'Chi2' },
      chi2Df: { en: 'χ² d.f.', zh: 'χ² 自由度', csv: 'Chi2 df', count: true },
      chi2P: { en: 'p of χ²', zh: 'χ² 的 p 值', csv: 'p of Chi2' },
      deviance: { en: 'Deviance', zh: '偏差', csv: 'Deviance' },
      nSingletons: { en: 'Singletons dropped', zh: '剔除的单一观测', csv: 'Singletons dropped', count: true },
      nDroppedFe: {
        en: 'Rows dropped for effects',
        zh: '因固定效应剔除的观测',
        csv: 'Rows dropped for effects',
        count: true,
      },
      nSeparated: { en: 'Separated rows dropped', zh: '剔除的分离观测', csv: 'Separated rows dropped', count: true },
    },
    usual: ['pseudoR2', 'll'],
  };
}
