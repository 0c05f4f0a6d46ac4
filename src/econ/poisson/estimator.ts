/** The entry of Poisson regression in the list of estimators. */
import { optional } from '../../base/schema.ts';
import type { Estimator, FitWords, SpecProblem, WrittenColumn } from '../estimator.ts';

export const poisson: Estimator = {
  name: 'poisson',
  summary: 'Poisson regression by maximum likelihood, of counts or any other outcome that is never negative',
  keys: {
    exposure: optional.text('what the mean is proportional to: its logarithm enters with coefficient 1'),
  },
  foreign: ['poisson'],
  weights: ['frequency', 'probability'],
  compile(column) {
    const { options, vcov } = column;
    const exposure = typeof options.exposure === 'string' ? column.term('exposure', options.exposure) : undefined;
    return {
      problems: [...refusedParts(column), ...refusedErrors(column), ...refusedTails(column, exposure !== undefined)],
      vcov: vcov.is === 'robust' ? { is: 'hc', type: 'HC1' } : vcov,
      small: null,
      estimator: exposure === undefined ? {} : { terms: { exposure: [exposure] } },
    };
  },
  load: async () => (await import('./fit.ts')).fit,
  titles: { poisson: 'Poisson regression' },
  words: words(),
};

function refusedParts({ equation: { absorb, iv } }: WrittenColumn): SpecProblem[] {
  const problems: SpecProblem[] = [];
  if (absorb.length > 0) {
    const message = '`poisson` with absorbed effects is not built in';
    const hint = `few levels may enter as terms, \`i(${absorb[0]})\`; a \`command\` step runs \`ppmlhdfe\` or \`fepois\` (docs/commands.md)`;
    problems.push({ field: 'absorb', code: 'unsupported', message, hint });
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

/** Problems with winsorising and trimming. An exposure is known, so that no outlier of it should be moved. */
function refusedTails({ winsorize, trim }: WrittenColumn, hasExposure: boolean): SpecProblem[] {
  if (!hasExposure) return [];
  return (['winsorize', 'trim'] as const).flatMap((field): SpecProblem[] => {
    if ((field === 'trim' ? trim : winsorize)?.vars !== null) return [];
    const message = `\`${field}\` without \`vars\` is not supported with an exposure, which is a variable of the regression too`;
    return [{ field, code: 'unsupported', message, hint: 'list the others: `{at: [1, 99], vars: [y, x]}`' }];
  });
}

function words(): FitWords {
  return {
    note: { en: 'Poisson regression by maximum likelihood', zh: '泊松回归（最大似然估计）' },
    stats: {
      ll: { en: 'Log likelihood', zh: '对数似然值', csv: 'Log likelihood' },
      ll0: { en: 'Log likelihood (constant only)', zh: '对数似然值（仅常数项）', csv: 'Log likelihood, constant only' },
      pseudoR2: { en: 'Pseudo R²', zh: '伪 R²', csv: 'Pseudo R2' },
      chi2: { en: 'χ²', zh: 'χ²', csv: 'Chi2' },
      chi2Df: { en: 'χ² d.f.', zh: 'χ² 自由度', csv: 'Chi2 df', count: true },
      chi2P: { en: 'p of χ²', zh: 'χ² 的 p 值', csv: 'p of Chi2' },
      deviance: { en: 'Deviance', zh: '偏差', csv: 'Deviance' },
    },
    usual: ['pseudoR2', 'll'],
  };
}
