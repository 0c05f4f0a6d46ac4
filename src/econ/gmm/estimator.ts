/** The entry of dynamic-panel GMM in the list of estimators. */
import { Type } from 'typebox';
import type { Json } from '../../base/json.ts';
import { optional, strict } from '../../base/schema.ts';
import type { VcovSpec } from '../design.ts';
import type { CompiledKeys, Estimator, FitWords, SpecProblem, WrittenColumn } from '../estimator.ts';
import type { ModelSpec } from '../spec.ts';
import type { EquationName, GmmGroup, GmmOptions, IvGroup } from './spec.ts';

const equation = optional.oneOf(
  ['both', 'diff', 'level'],
  'whether the instruments are of the transformed (diff) or the level equation alone; both by default',
);
const of = (what: string) => Type.Array(Type.String(), { minItems: 1, description: what });
const lag = Type.Integer({ minimum: -200, maximum: 200 });

export const gmm: Estimator = {
  name: 'gmm',
  summary: 'system or difference GMM of a dynamic panel (Arellano and Bond; Blundell and Bond), as `xtabond2`',
  keys: {
    model: optional.oneOf(
      ['system', 'diff'],
      'system: the transformed and the level equation (default); diff: the first',
    ),
    transform: optional.oneOf(['fd', 'fod'], 'fd: first differences (default); fod: forward orthogonal deviations'),
    steps: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2)], { description: '2 by default' })),
    instruments: strict(
      {
        gmm: Type.Optional(
          Type.Array(
            strict({
              of: of('variables whose lags are instruments: terms, $sets'),
              lags: Type.Optional(
                Type.Tuple([lag, Type.Union([lag, Type.Null()])], {
                  minItems: 2,
                  maxItems: 2,
                  description: 'first and last; null is as far as the panel goes; [1, null] by default',
                }),
              ),
              collapse: optional.flag('one column for each lag instead of one for each lag and period'),
              equation,
            }),
            { minItems: 1, description: 'groups of variables whose lags are instruments' },
          ),
        ),
        iv: Type.Optional(
          Type.Array(
            strict({
              of: of('exogenous variables, which are their own instruments: terms, i(year), $sets'),
              equation,
              mz: optional.flag('missing values count as 0 instead of losing the row'),
            }),
            { minItems: 1, description: 'groups of exogenous variables, which are instruments themselves' },
          ),
        ),
      },
      { description: 'the instruments: lags of variables (`gmm`) and exogenous variables (`iv`)' },
    ),
    h: Type.Optional(
      Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)], {
        description: 'the first step’s matrix, as `h()` of `xtabond2`; 3 by default',
      }),
    ),
    artests: Type.Optional(Type.Integer({ minimum: 1, maximum: 10, description: 'orders of AR tests; 2 by default' })),
  },
  foreign: ['gmm', 'xtabond', 'xtabond2', 'xtdpdsys', 'pgmm'],
  compile,
  load: async () => (await import('./fit.ts')).fit,
  unstacked: () => 'its moments are of transformed rows, and weighted by an estimate of their covariance',
  titles: { systemGmm: { en: 'System GMM', zh: '系统 GMM' }, differenceGmm: { en: 'Difference GMM', zh: '差分 GMM' } },
  words: words(),
  noteOf,
};

interface WrittenGmm {
  readonly model?: 'system' | 'diff';
  readonly transform?: 'fd' | 'fod';
  readonly steps?: 1 | 2;
  readonly h?: 1 | 2 | 3;
  readonly artests?: number;
  readonly instruments?: {
    readonly gmm?: readonly (Partial<GmmGroup> & { readonly of: readonly string[] })[];
    readonly iv?: readonly (Partial<IvGroup> & { readonly of: readonly string[] })[];
  };
}

function compile(column: WrittenColumn): CompiledKeys {
  const written = column.options as WrittenGmm;
  const { model = 'system', transform = 'fd', steps = 2, h = 3, artests = 2, instruments = {} } = written;
  const terms = (style: 'gmm' | 'iv', i: number, texts: readonly string[]): string[] => [
    ...new Set(texts.flatMap((text, j) => column.terms(['instruments', style, i, 'of', j], text))),
  ];
  const gmmGroups = (instruments.gmm ?? []).map(
    ({ of: texts, lags = [1, null], collapse = false, equation: eq = 'both' }, i): GmmGroup => ({
      of: terms('gmm', i, texts),
      lags,
      collapse,
      equation: eq,
    }),
  );
  const ivGroups = (instruments.iv ?? []).map(
    ({ of: texts, equation: eq = 'both', mz = false }, i): IvGroup => ({ of: terms('iv', i, texts), equation: eq, mz }),
  );
  const groups = [...gmmGroups, ...ivGroups];
  const problems = [
    ...refusedParts(column),
    ...refusedErrors(column),
    ...refusedInstruments(groups, model, written.instruments !== undefined),
  ];
  const beyond = [...new Set([column.equation.outcome, ...column.equation.terms, ...groups.flatMap((g) => g.of)])];
  const options = {
    model,
    transform,
    steps,
    h,
    artests,
    small: column.small === true,
    instruments: { gmm: gmmGroups, iv: ivGroups },
  };
  // both transformations take out what does not vary within units, and a system has levels beside them
  const takenOut = model === 'diff' && column.panel !== null ? { levels: { unit: [column.panel.unit] } } : {};
  return {
    problems,
    vcov: vcovOf(column),
    small: null,
    estimator: { ...(options as unknown as Record<string, Json>), beyond, ...takenOut },
  };
}

/** Errors are robust to anything within units, or within clusters. */
function vcovOf({ vcov }: WrittenColumn): VcovSpec {
  if (vcov.is === 'robust') return { is: 'hc', type: 'HC1' };
  return vcov;
}

function refusedParts({ equation: { absorb, iv }, winsorize, trim }: WrittenColumn): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const refuse = (field: SpecProblem['field'], message: string, hint: string): void =>
    void problems.push({ field, code: 'unsupported', message, hint });
  if (absorb.length > 0)
    refuse(
      'absorb',
      '`gmm` absorbs no effects',
      'the transformation removes those of units; years enter as terms, `i(year)`',
    );
  if (iv !== null)
    refuse('iv', '`gmm` takes its instruments from `estimator`', 'name them there: `instruments: {iv: [{of: [z]}]}`');
  if (winsorize !== null)
    refuse(
      'winsorize',
      '`gmm` cannot be winsorised, since lags are taken beyond the rows used',
      'winsorise a column in `derive`',
    );
  if (trim !== undefined)
    refuse(
      'trim',
      '`gmm` cannot be trimmed, since lags are taken beyond the rows used',
      'leave rows out with `sample`',
    );
  return problems;
}

function refusedErrors({ vcov, small }: WrittenColumn): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const isTwoWay = vcov.is === 'cluster' && vcov.by.length > 1;
  const hint = isTwoWay
    ? 'the moments’ covariance by two clusters may have no inverse that weighs them: name the coarser one, `cluster(a)`'
    : 'use `iid`, `robust` (with two steps Windmeijer’s) or `cluster(a)`';
  const isWild = vcov.is === 'cluster' && (vcov.wild !== undefined || isTwoWay);
  if ((vcov.is === 'hc' && vcov.type !== 'HC1') || vcov.is === 'dk' || isWild || !known.includes(vcov.is))
    problems.push({
      field: 'vcov',
      code: 'unsupported',
      message: 'these standard errors are not defined for `gmm`',
      hint,
    });
  if (typeof small === 'string') {
    const message = `\`${small}\` is a style of linear models`;
    problems.push({ field: 'small', code: 'unsupported', message, hint: '`small: true` is the `small` of `xtabond2`' });
  }
  return problems;
}

const known: readonly string[] = ['iid', 'robust', 'hc', 'cluster'];

function refusedInstruments(
  groups: readonly { readonly equation: EquationName; readonly of: readonly string[] }[],
  model: 'system' | 'diff',
  isWritten: boolean,
): SpecProblem[] {
  if (groups.length === 0) {
    const message = isWritten ? '`instruments` has neither `gmm` nor `iv`' : '`gmm` needs instruments';
    const hint = 'as in `{is: gmm, instruments: {gmm: [{of: [L.y]}], iv: [{of: [x]}]}}`';
    return [{ field: 'estimator', code: 'no-instruments', message, hint }];
  }
  if (model === 'system' || groups.some(({ equation: eq }) => eq !== 'level')) return [];
  const message = 'difference GMM has no level equation, of which all these instruments are';
  return [
    { field: 'estimator', code: 'unsupported', message, hint: 'leave out `equation: level`, or use `model: system`' },
  ];
}

function words(): FitWords {
  return {
    note: { en: 'GMM', zh: 'GMM 估计' },
    stats: {
      nGroups: { en: 'Groups', zh: '组数', csv: 'Groups', count: true },
      nInst: { en: 'Instruments', zh: '工具变量数', csv: 'Instruments', count: true },
      ...Object.fromEntries(
        Array.from({ length: 10 }, (_, i) => i + 1).flatMap((m) => [
          [`ar${m}`, { en: `AR(${m}) z`, zh: `AR(${m}) z 值`, csv: `AR(${m}) z` }],
          [`ar${m}P`, { en: `AR(${m}) p`, zh: `AR(${m}) p 值`, csv: `AR(${m}) p` }],
        ]),
      ),
      sarganDf: { en: 'Sargan d.f.', zh: 'Sargan 自由度', csv: 'Sargan df', count: true },
      sarganP: { en: 'Sargan p', zh: 'Sargan p 值', csv: 'Sargan p' },
      hansen: { en: 'Hansen', zh: 'Hansen 统计量', csv: 'Hansen' },
      hansenDf: { en: 'Hansen d.f.', zh: 'Hansen 自由度', csv: 'Hansen df', count: true },
      hansenP: { en: 'Hansen p', zh: 'Hansen p 值', csv: 'Hansen p' },
      sig2: { en: 'σ²', zh: 'σ²', csv: 'sigma2' },
      chi2: { en: 'Wald χ²', zh: 'Wald χ²', csv: 'Wald chi2' },
      chi2Df: { en: 'χ² d.f.', zh: 'χ² 自由度', csv: 'Chi2 df', count: true },
      chi2P: { en: 'p of χ²', zh: 'χ² 的 p 值', csv: 'p of Chi2' },
      chi2All: { en: 'Wald χ² (constant too)', zh: 'Wald χ²（含常数项）', csv: 'Wald chi2, constant too' },
      chi2AllP: { en: 'p of χ² (constant too)', zh: 'χ² 的 p 值（含常数项）', csv: 'p of Chi2, constant too' },
      fAll: { en: 'F (constant too)', zh: 'F（含常数项）', csv: 'F, constant too' },
      fAllP: { en: 'p of F (constant too)', zh: 'F 的 p 值（含常数项）', csv: 'p of F, constant too' },
      lagLower: { en: 'Lag by fixed effects', zh: '滞后项固定效应估计', csv: 'Lag, fixed effects' },
      lagUpper: { en: 'Lag by pooled OLS', zh: '滞后项混合 OLS 估计', csv: 'Lag, pooled OLS' },
    },
    usual: ['ngroups', 'nInst', 'ar1P', 'ar2P', 'sarganP', 'hansenP'],
  };
}

/** `Two-step system GMM in first differences, Windmeijer's standard errors; lags 1 and longer of L.n, collapsed`. */
function noteOf({ estimator, vcov }: ModelSpec): FitWords['note'] {
  const { model, steps, transform, instruments } = estimator as unknown as GmmOptions;
  const corrected = steps === 2 && vcov.is !== 'iid';
  const lags = instruments.gmm.map(({ of, lags: [from, to], collapse, equation }) => {
    const names = of.map((term) => `\`${term}\``);
    return {
      en: `${span(from, to)} of ${names.join(', ')}${collapse ? ', collapsed' : ''}${equation === 'both' ? '' : `, ${equation} equation`}`,
      zh: `${names.join('、')} 的${spanZh(from, to)}${collapse ? '（压缩）' : ''}${equation === 'both' ? '' : equation === 'diff' ? '（差分方程）' : '（水平方程）'}`,
    };
  });
  const en = [
    `${steps === 2 ? 'Two-step' : 'One-step'} ${model === 'system' ? 'system' : 'difference'} GMM, ${transform === 'fd' ? 'first differences' : 'forward orthogonal deviations'}`,
    ...(corrected ? ['Windmeijer-corrected standard errors'] : []),
    ...(lags.length > 0 ? [`instruments: ${lags.map((each) => each.en).join('; ')}`] : []),
  ];
  const zh = [
    `${steps === 2 ? '两步' : '一步'}${model === 'system' ? '系统' : '差分'} GMM，${transform === 'fd' ? '一阶差分' : '前向正交离差'}`,
    ...(corrected ? ['Windmeijer 校正标准误'] : []),
    ...(lags.length > 0 ? [`工具变量：${lags.map((each) => each.zh).join('；')}`] : []),
  ];
  return { en: en.join(', '), zh: zh.join('，') };
}

const span = (from: number, to: number | null): string =>
  to === null ? `lags ${from} and longer` : from === to ? `lag ${from}` : `lags ${from} to ${to}`;

const spanZh = (from: number, to: number | null): string =>
  to === null ? `滞后 ${from} 期及以上` : from === to ? `滞后 ${from} 期` : `滞后 ${from}–${to} 期`;
