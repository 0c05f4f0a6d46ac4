/** The kind `spatial`: spatial lag, error and Durbin models of a cross-section or a panel. */
import { type Static, Type } from 'typebox';
import type { Json } from '../../src/base/json.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { quoted } from '../../src/base/text/quoted.ts';
import { estimate } from '../../src/econ/estimate.ts';
import type { FitWords } from '../../src/econ/estimator.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import {
  defineStep,
  type NodeSpec,
  type PlanContext,
  type RunContext,
  type RunResult,
  type Step,
} from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { keyPath, noteLost, warnAll } from '../lib/frame-source.ts';
import { compileSpatial } from '../lib/spatial/fit.ts';
import { readWeights } from '../lib/spatial/weights.ts';
import { weightsLabel } from '../lib/spatial/weights-label.ts';
import { type SpatialFit, type SpatialOptions, spatialFit } from './numbers/fit.ts';

/** Terms of the model that may stand in columns of their own. */
const kinds = ['main', 'lagged', 'direct', 'indirect', 'total'] as const;

/** Kinds of terms that models have. */
const termsHad: Readonly<Record<SpatialOptions['model'], readonly (typeof kinds)[number][]>> = {
  sar: ['main', 'direct', 'indirect', 'total'],
  sem: ['main'],
  sdm: kinds,
};

const Params = strict({
  from: Type.String({ description: 'a step that makes a panel' }),
  fit: Type.String({ description: 'formula: y ~ x1 + x2' }),
  weights: Type.String({ description: 'a step of kind `spatial_weights`' }),
  model: Type.Enum(['sar', 'sem', 'sdm'], {
    description: 'sar: a lag of the outcome; sem: of the errors; sdm: of the outcome and the regressors',
  }),
  effects: optional.oneOf(
    ['unit', 'time', 'both', 'none'],
    'fixed effects; unit by default. none: a cross-section, or a pooled panel, with a constant',
  ),
  leeyu: optional.flag('Lee and Yu’s correction of σ² and its errors: with `effects: unit` alone'),
  lag_order: optional.oneOf(
    ['within-of-lag', 'lag-of-within'],
    'with effects of periods: within-of-lag is exact (default of sar and sdm), lag-of-within `splm` and `xsmle` (default of sem)',
  ),
  information: optional.oneOf(
    ['observed', 'expected'],
    'standard errors of the observed (default, Stata) or the expected information (R)',
  ),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
  header: optional.text('of its column in tables'),
  show: Type.Optional(
    Type.Array(Type.Enum([...kinds]), {
      minItems: 1,
      uniqueItems: true,
      description: 'table columns side by side: main coefficients, those of lags W.x, direct, indirect, total effects',
    }),
  ),
});
type Params = Static<typeof Params>;

interface NodeParams {
  readonly spec: ModelSpec;
  readonly options: SpatialOptions;
}

export default defineStep({
  name: 'spatial',
  summary: 'Spatial lag, error and Durbin models by maximum likelihood, with direct, indirect and total effects',
  params: Params,
  artifact: 'fit',
  expand: (step, plan) => nodes(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

function nodes(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const params: Params = { ...step.defaults, ...step.params };
  const compiled = compileSpatial({ ...step, params }, plan);
  if (compiled === undefined) return [];
  const { model, effects = 'unit', leeyu = false, information = 'observed' } = params;
  if (leeyu && effects !== 'unit') {
    const message = `\`leeyu\` is of effects of units alone, and this model has \`effects: ${effects}\``;
    plan.complain({ code: 'unsupported', message, path: keyPath(step, 'leeyu'), hint: 'leave it out' });
    return [];
  }
  const lacking = (params.show ?? []).findIndex((kind) => !termsHad[model].includes(kind));
  if (lacking >= 0) {
    const message = `\`show\` names \`${params.show![lacking]}\`, which a \`${model}\` has not`;
    const hint = `it has ${quoted(termsHad[model])}`;
    plan.complain({ code: 'unsupported', message, path: [...keyPath(step, 'show'), lacking], hint });
    return [];
  }
  const asked = params.lag_order ?? (model === 'sem' ? 'lag-of-within' : 'within-of-lag');
  const lagOrder = asked === 'lag-of-within' ? 'lagOfWithin' : 'withinOfLag';
  const options: SpatialOptions = { model, effects, leeyu, lagOrder, information };
  const { panel } = compiled.source.context;
  const view = {
    number: 1,
    header: params.header ?? '',
    outcome: compiled.spec.outcome,
    panel: [panel!.unit, panel!.time],
    ...(params.show && { show: params.show as unknown as Json }),
    words: words(options, weightsLabel(params.weights, keyPath(step, 'weights'), plan)) as unknown as Json,
  };
  return [{ ...compiled.node, params: { spec: compiled.spec, options } as unknown as Json, view }];
}

const names = {
  sar: { en: 'Spatial autoregressive model', zh: '空间自回归模型（SAR）' },
  sem: { en: 'Spatial error model', zh: '空间误差模型（SEM）' },
  sdm: { en: 'Spatial Durbin model', zh: '空间杜宾模型（SDM）' },
};

const orders = {
  withinOfLag: { en: 'within transform of the spatial lag', zh: '先取空间滞后再去均值' },
  lagOfWithin: { en: 'spatial lag of the within transform', zh: '先去均值再取空间滞后' },
};

function words({ model, effects, leeyu, lagOrder, information }: SpatialOptions, weights: FitWords['note']): FitWords {
  const ofTime = effects === 'time' || effects === 'both';
  const [en, zh] = (['en', 'zh'] as const).map((language) => {
    const isEnglish = language === 'en';
    return [
      `${names[model][language]}${isEnglish ? ' by maximum likelihood' : '，最大似然估计'}`,
      ...(leeyu ? [isEnglish ? 'Lee and Yu’s correction' : 'Lee–Yu 校正'] : []),
      ...(ofTime ? [orders[lagOrder][language]] : []),
      weights[language],
      isEnglish
        ? `standard errors of the ${information} information`
        : `${information === 'observed' ? '观测' : '期望'}信息矩阵标准误`,
      ...(model === 'sem'
        ? []
        : [isEnglish ? 'those of effects by the delta method' : '效应的标准误由 delta 方法得到']),
    ].join(isEnglish ? ', ' : '，');
  });
  return {
    note: { en: en!, zh: zh! },
    stats: {
      nUnits: { en: 'Units', zh: '个体数', csv: 'Units', count: true },
      nPeriods: { en: 'Periods', zh: '时期数', csv: 'Periods', count: true },
      pseudoR2: { en: 'Pseudo R²', zh: '伪 R²', csv: 'Pseudo R2' },
      ll: { en: 'Log likelihood', zh: '对数似然值', csv: 'Log likelihood' },
    },
    usual: ['nUnits', 'll'],
  };
}

function run(context: RunContext<unknown>): RunResult {
  const { spec, options } = context.params as NodeParams;
  const weights = readWeights(context.artifact('weights'));
  const fit = estimate(spec, readFrame(context.artifact('data')), spatialFit(weights, options)) as SpatialFit;
  warnAll(context, fit.warnings);
  noteLost(context, fit.rowsLost);
  return fit as SpatialFit & Readonly<Record<string, unknown>>;
}
