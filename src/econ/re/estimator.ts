/** The entry of random effects in the list of estimators. */
import { Type } from 'typebox';
import type { VcovSpec } from '../design.ts';
import type { Estimator, FitWords, SpecProblem, WrittenColumn } from '../estimator.ts';
import { printTerm } from '../formula/factor.ts';
import { parseTerm } from '../formula/formula.ts';
import { compileLikelihood } from '../likelihood/written.ts';
import { writtenUnit } from '../regression/written/unit.ts';
import { termName } from '../sample/terms.ts';
import { type ModelSpec, termOf } from '../spec.ts';

export const re: Estimator = {
  name: 're',
  summary:
    'random effects of the unit by generalised least squares (Swamy and Arora), as `xtreg, re`; Mundlak’s means beside them',
  keys: {
    mundlak: Type.Optional(
      Type.Union([Type.Boolean(), Type.Array(Type.String(), { minItems: 1 })], {
        description:
          'adds the unit means `mean_x` of all terms that vary within units, or of those listed, and tests them jointly',
      }),
    ),
  },
  foreign: ['xtreg re', 'plm random'],
  compile(column) {
    const unit = writtenUnit(column, 're');
    const mundlak = writtenMundlak(column);
    const { problems } = compileLikelihood(column, { name: 're', effects: () => true });
    return {
      problems: [...problems, ...unit.problems, ...mundlak.problems, ...refusedErrors(column), ...noConstant(column)],
      vcov: vcovOf(column, unit.name, mundlak.of !== undefined),
      small: null,
      singletons: 'keep',
      estimator: { absorbs: false, ...unit.levels, ...(mundlak.of === undefined ? {} : { mundlak: mundlak.of }) },
    };
  },
  margins: true,
  magnitudes: true,
  load: async () => (await import('./fit.ts')).fit,
  predictions: {
    of: { fitted: 'anywhere', index: 'anywhere', residual: 'anywhere', effects: 'rows' },
    hasOwnEffects: true,
    load: async () => (await import('./predict.ts')).predict,
  },
  titles: { re: { en: 'Random-effects GLS regression', zh: '随机效应 GLS 回归' } },
  parameters: meansOf,
  words: words(),
};

/** Unit means of the terms of which they are asked; those that do not vary have none. */
function meansOf({ terms, estimator }: ModelSpec): readonly string[] {
  const asked = estimator?.mundlak as true | readonly string[] | undefined;
  const names = asked === true ? terms.map((text) => termName(termOf(text))) : (asked ?? []);
  return names.map((name) => `mean_${name}`);
}

/** `robust`, and Mundlak's regression where nothing is written, cluster on the unit, as `xtreg` does it. */
function vcovOf({ vcov, isVcovWritten }: WrittenColumn, unit: string | undefined, isMundlak: boolean): VcovSpec {
  const byUnit = unit !== undefined && (vcov.is === 'robust' || (isMundlak && !isVcovWritten));
  if (byUnit) return { by: [unit], is: 'cluster' };
  return vcov.is === 'robust' ? { is: 'iid' } : vcov;
}

function refusedErrors({ vcov }: WrittenColumn): SpecProblem[] {
  const isTwoWay = vcov.is === 'cluster' && vcov.by.length > 1;
  if (vcov.is !== 'hc' && !isTwoWay) return [];
  const message = `\`${isTwoWay ? 'cluster on two variables' : (vcov as { type: string }).type}\` is not defined for \`re\``;
  const hint = isTwoWay
    ? 'a transformed row holds its unit’s rows of other periods, which clusters of periods would cut: `cluster(a)` with whole units, or `| id` with both clusters'
    : 'rows of a unit share its effect: use `robust`, which clusters on the unit, or `cluster(a)` with whole units';
  return [{ field: 'vcov', code: 'unsupported', message, hint }];
}

function noConstant({ equation: { constant } }: WrittenColumn): SpecProblem[] {
  if (constant) return [];
  const message = '`re` without a constant is not defined';
  return [{ field: 'estimator', code: 'unsupported', message, hint: 'leave out `- 1`' }];
}

function writtenMundlak({ options, equation, swapped, isInherited }: WrittenColumn): {
  readonly of?: true | readonly string[];
  readonly problems: SpecProblem[];
} {
  const { mundlak } = options;
  if (mundlak === undefined || mundlak === false) return { problems: [] };
  if (mundlak === true) return { of: true, problems: [] };
  const problems: SpecProblem[] = [];
  const of = (mundlak as readonly string[]).flatMap((text) => {
    const parsed = parseTerm(text);
    const term = parsed.ok ? swapped(printTerm(parsed.term)) : text;
    if (equation.terms.includes(term)) return [term];
    if (isInherited) return [];
    const message = `\`mundlak\` names \`${text}\`, which is no term of the formula`;
    problems.push({
      field: 'estimator',
      code: 'unknown-term',
      message,
      hint: `terms are ${equation.terms.join(', ')}`,
    });
    return [];
  });
  return of.length === 0 && isInherited ? { problems } : { of, problems };
}

function words(): FitWords {
  const theta = (en: string, zh: string) => ({ en: `θ${en}`, zh: `θ${zh}`, csv: `theta${en}` });
  return {
    note: { en: 'Random effects by GLS', zh: '随机效应（GLS）' },
    stats: {
      chi2: { en: 'χ²', zh: 'χ²', csv: 'Chi2' },
      chi2Df: { en: 'χ² d.f.', zh: 'χ² 自由度', csv: 'Chi2 df', count: true },
      chi2P: { en: 'p of χ²', zh: 'χ² 的 p 值', csv: 'p of Chi2' },
      theta: theta('', ''),
      thetaMin: theta(', min', '：最小'),
      thetaP5: theta(', 5%', '：5%'),
      thetaMedian: theta(', median', '：中位数'),
      thetaP95: theta(', 95%', '：95%'),
      thetaMax: theta(', max', '：最大'),
      mundlakChi2: { en: 'Mundlak χ²', zh: 'Mundlak χ²', csv: 'Mundlak Chi2' },
      mundlakDf: { en: 'Mundlak d.f.', zh: 'Mundlak 自由度', csv: 'Mundlak df', count: true },
      mundlakP: { en: 'p of Mundlak χ²', zh: 'Mundlak χ² 的 p 值', csv: 'p of Mundlak Chi2' },
    },
    usual: ['r2Overall', 'sigmaU', 'sigmaE', 'theta', 'mundlakChi2', 'mundlakP'],
  };
}
