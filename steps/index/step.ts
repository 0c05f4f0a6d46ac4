/** The kind `index`: a composite index of weighted indicators, with the data it is made from. */
import { type Static, Type } from 'typebox';
import type { NodeId } from '../../src/base/brand.ts';
import { defined } from '../../src/base/defined.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { scopeOf } from '../../src/econ/compile/keys.ts';
import { describe } from '../../src/econ/describe/describe.ts';
import { compositeIndex } from '../../src/econ/index/composite-index.ts';
import type { IndexMethod } from '../../src/econ/index/index-methods.ts';
import type { IndexSpec } from '../../src/econ/index/spec.ts';
import {
  defineStep,
  type NodeSpec,
  type Origin,
  type PlanContext,
  type RunContext,
  type Step,
  type YamlPath,
} from '../../src/engine/step.ts';
import { extendFrame, readFrame } from '../../src/frame/stored/artifact.ts';
import { frameChangeLines } from '../../src/frame/stored/changes.ts';
import { frameSource, keyPath, warnAll } from '../lib/frame-source.ts';
import { readIndicators } from './indicators.ts';
import { judgementKey, readJudgements } from './judgements.ts';
import { readZeroRule } from './zero-rule.ts';

const methods = ['entropy', 'topsis', 'critic', 'pca', 'equal', 'ahp'] as const satisfies readonly IndexMethod[];
const Params = strict({
  from: Type.String({ description: 'a step that makes a frame' }),
  name: Type.String({ minLength: 1, description: 'the column that the index becomes' }),
  method: optional.oneOf([...methods], 'entropy by default; topsis weighs by entropy too; ahp by `judgements`'),
  dimensions: Type.Record(Type.String(), Type.Array(Type.String(), { minItems: 1 }), {
    minProperties: 1,
    description: 'dimension: its indicators, which are columns or `$sets`',
  }),
  directions: optional.map(Type.Enum(['positive', 'negative']), 'negative where less is better; positive by default'),
  scope: optional.oneOf(['pooled', 'by-time'], 'scaled and weighted over all rows (default), or by period'),
  judgements: judgementKey,
  zero: optional.text('limit (default): 0 ln 0 is 0; shift(c): z + c; affine: 0.998 z + 0.002'),
  weights: optional.oneOf(
    ['flat', 'hierarchical'],
    'over all indicators (default), or within each dimension, the index being the mean of the dimensions',
  ),
});
type Params = Static<typeof Params>;

/** Principal components, with which every index is compared, take the cube of them. */
const MOST_INDICATORS = 1000;
/** This many take long enough for a Ctrl-C to come meanwhile, however few the rows are. */
const LONG = 50;

export default defineStep({
  name: 'index',
  summary: 'A composite index of several indicators, by entropy weights or another method, as a column of its frame',
  params: Params,
  artifact: 'index',
  lineage: (params) => {
    const { name, indicators } = params as unknown as IndexSpec;
    return { [name]: indicators.map(({ indicator }) => indicator) };
  },
  judges: (params) => (params as unknown as IndexSpec).indicators.map(({ indicator }) => indicator),
  explain: (before, after, source) => frameChangeLines(before, after, source?.hides),
  expand: (step, plan) => node(step, plan),
  columns: (step, plan) => {
    const columns = plan.columns(step.params.from);
    return (
      columns && [...columns.filter((c) => c.name !== step.params.name), { name: step.params.name, type: 'number' }]
    );
  },
  panel: (step, plan) => plan.panel(step.params.from),
  run: (context) => run(context as RunContext<unknown>),
});

function node(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const params: Params = { ...step.defaults, ...step.params };
  const pathOf = (key: string): YamlPath => keyPath(step, key);
  const source = frameSource(params.from, pathOf('from'), plan);
  if (source === undefined) return [];
  const scope = scopeOf(source.context);
  const indicators = readIndicators(params, pathOf, scope, plan);
  const zero = readZeroRule(params.zero ?? 'limit', pathOf('zero'), plan);
  if (scope.names.includes(params.name)) {
    const message = `\`${params.name}\` is already a column of \`${params.from}\``;
    plan.complain({ code: 'column-exists', message, path: pathOf('name'), hint: 'give the index another name' });
  }
  if (indicators.length > MOST_INDICATORS) {
    const message = `an index of ${indicators.length} indicators, more than ${MOST_INDICATORS}`;
    const hint = 'several indices of fewer indicators may become one';
    plan.complain({ code: 'too-many-indicators', message, path: pathOf('dimensions'), hint });
  }
  if (params.scope === 'by-time' && source.context.panel === null) {
    const hint = `declare \`panel: {unit: …, time: …}\` in \`${params.from}\``;
    const message = `\`by-time\` needs a panel, and \`${params.from}\` declares none`;
    plan.complain({ code: 'no-panel', message, path: pathOf('scope'), hint });
  }
  const judgements = readJudgements(params, indicators, pathOf, plan);
  const canonical: IndexSpec = {
    name: params.name,
    method: params.method ?? 'entropy',
    indicators,
    scope: params.scope ?? 'pooled',
    zero: zero ?? { is: 'limit' },
    weights: params.weights ?? 'flat',
    ...(judgements !== undefined && { judgements }),
  };
  return [
    {
      id: step.name as NodeId,
      params: canonical as never,
      inputs: { data: { is: 'node', node: source.node, parts: 'all' } },
      ...(indicators.length > LONG ? { cost: 'long' } : {}),
      origins: originsOf(pathOf, plan),
    },
  ];
}

function originsOf(pathOf: (key: string) => YamlPath, plan: PlanContext): Record<string, Origin> {
  const keys = ['indicators', 'directions', 'name', 'method', 'scope', 'zero', 'weights', 'judgements'];
  return Object.fromEntries(
    keys.map((param) => {
      const path = pathOf(param === 'indicators' ? 'dimensions' : param);
      return [param, defined({ path, text: plan.said(path) })];
    }),
  );
}

function run(context: RunContext<unknown>) {
  const { name, indicators, scope, ...options } = context.params as IndexSpec;
  const stored = context.artifact('data');
  const data = readFrame(stored);
  const columns = indicators.map(({ indicator }) => ({ name: indicator, values: data.numbers(indicator) }));
  const periods = scope === 'by-time' ? data.codes(data.panel!.time) : null;
  const times = data.panel === null ? null : data.codes(data.panel.time);
  const found = compositeIndex(indicators, columns, periods, options, times);
  warnAll(context, found.warnings);
  const { mean, sd, min, max } = describe(found.scores);
  const summary = { name, scope, ...options, nobs: found.nobs, missing: data.nrows - found.nobs, mean, sd, min, max };
  const { weights, dimensions, contributions, obstacles, priorities, methods: compared } = found;
  return extendFrame(stored, 'index', [{ name, column: { type: 'number', values: found.scores } }], {
    weights,
    dimensions,
    contributions,
    obstacles,
    priorities,
    methods: compared,
    index: summary,
  });
}
