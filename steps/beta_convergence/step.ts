/** The kind `beta_convergence`: growth on where units began, with the speed that the slope stands for. */
import { type Static, Type } from 'typebox';
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import { compileCondition } from '../../src/econ/compile/condition-key.ts';
import type { KeyProblem } from '../../src/econ/compile/keys.ts';
import type { FitWords } from '../../src/econ/estimator.ts';
import { variablesRead } from '../../src/econ/spec.ts';
import {
  defineStep,
  type NodeSpec,
  type PlanContext,
  type RunContext,
  type RunResult,
  type Step,
} from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { frameInput, frameSource, keyComplaint, keyPath, noteLost, warnAll } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import { type BetaOptions, panelFormula } from './options.ts';

const Params = strict({
  from: Type.String({ description: 'a step that makes a panel' }),
  variable: Type.String({ description: 'the column that converges, in levels' }),
  controls: optional.texts(
    'terms: of the first period of a cross-section, of the period that grows in a panel (`L.z` for the one before)',
  ),
  between: Type.Optional(
    Type.Tuple([Type.Number(), Type.Number()], {
      minItems: 2,
      maxItems: 2,
      description: 'first and last time of a cross-section; without it a panel of all periods',
    }),
  ),
  effects: optional.oneOf(['unit', 'both', 'none'], 'of a panel; unit by default'),
  vcov: optional.text('iid, robust, cluster(a), as in models; iid by default'),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  header: optional.text('of its column in tables'),
});
type Params = Static<typeof Params>;

export default defineStep({
  name: 'beta_convergence',
  summary: 'β convergence, absolute or conditional, in a cross-section or a panel, with its speed and half-life',
  params: Params,
  artifact: 'fit',
  expand: (step, plan) => nodes(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

function nodes(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const params: Params = { ...step.defaults, ...step.params };
  const source = frameSource(params.from, keyPath(step, 'from'), plan);
  if (source === undefined) return [];
  const { context } = source;
  if (context.panel === null) {
    const hint = `declare \`panel: {unit: …, time: …}\` in \`${params.from}\``;
    const message = `convergence needs a panel, and \`${params.from}\` declares none`;
    plan.complain({ code: 'no-panel', message, path: keyPath(step, 'from'), hint });
    return [];
  }
  const { unit, time } = context.panel;
  const { effects = 'unit', between = null } = params;
  if (between !== null && (params.effects !== undefined || !(between[0] < between[1]))) {
    const [key, message] =
      params.effects === undefined
        ? ['between', `expected the first time before the last, got ${between[0]} and ${between[1]}`]
        : ['effects', 'a cross-section has no effects'];
    plan.complain({ code: 'bad-convergence', message: message!, path: keyPath(step, key!) });
    return [];
  }
  const problems: KeyProblem[] = [];
  const sample = params.sample === undefined ? null : compileCondition(params.sample, 'sample', context, problems);
  const options: BetaOptions = {
    variable: params.variable,
    controls: params.controls ?? [],
    form: between === null ? 'panel' : 'cross-section',
    effects: between !== null || effects === 'none' ? [] : effects === 'unit' ? [unit] : [unit, time],
    between,
    vcov: params.vcov ?? 'iid',
    sample,
  };
  // the panel's regression is read for a cross-section too: it names the same variables
  const { specs, problems: wrong } = compileColumn(
    { fit: panelFormula({ ...options }), vcov: options.vcov },
    null,
    context,
  );
  const pathOf = (key: string) => keyPath(step, key === 'fit' ? 'variable' : key);
  for (const problem of [...problems, ...wrong]) plan.complain(keyComplaint({ ...problem, within: undefined }, pathOf));
  if (problems.length + wrong.length > 0 || specs[0] === undefined) return [];
  const sampled = sample === null ? specs[0] : { ...specs[0], sample };
  const view = {
    number: 1,
    header: params.header ?? '',
    outcome: params.variable,
    words: words(options) as unknown as Json,
  };
  const origins = Object.fromEntries(Object.keys(params).map((key) => [key, originAt(keyPath(step, key), plan)]));
  return [
    {
      id: step.name as NodeId,
      params: options as unknown as Json,
      inputs: { data: frameInput(source.node, variablesRead(sampled)) },
      origins,
      view,
    },
  ];
}

function words({ form, between, controls }: BetaOptions): FitWords {
  const en =
    form === 'panel'
      ? 'yearly growth on the logarithm of the year before'
      : `average growth from ${between![0]} to ${between![1]} on the first logarithm`;
  const zh =
    form === 'panel' ? '年增长率对上一期对数值回归' : `${between![0]}–${between![1]} 年平均增长率对期初对数值回归`;
  const kind = controls.length === 0 ? (['Absolute', '绝对'] as const) : (['Conditional', '条件'] as const);
  return {
    names: {
      growth: { en: 'Growth', zh: '增长率' },
      ln_initial: { en: 'Initial level (log)', zh: '期初水平（对数）' },
    },
    note: { en: `${kind[0]} β convergence: ${en}`, zh: `${kind[1]} β 收敛：${zh}` },
    stats: {
      speed: { en: 'Speed of convergence', zh: '收敛速度', csv: 'Speed' },
      seSpeed: { en: 'Its standard error', zh: '收敛速度标准误', csv: 'Speed, standard error' },
      halfLife: { en: 'Half-life', zh: '半生命周期', csv: 'Half-life' },
      periods: { en: 'Periods', zh: '时期数', csv: 'Periods', count: true },
    },
    usual: ['speed', 'halfLife'],
  };
}

async function run(context: RunContext<unknown>): Promise<RunResult> {
  const { beta } = await import('./beta.ts');
  const fit = beta(readFrame(context.artifact('data')), context.params as BetaOptions);
  warnAll(context, fit.warnings);
  noteLost(context, fit.rowsLost);
  return fit as typeof fit & Readonly<Record<string, unknown>>;
}
