/** The kind `spatial_tests`: whether least squares leaves a spatial lag or spatial errors out. */
import { type Static, Type } from 'typebox';
import type { Json } from '../src/base/json.ts';
import { optional, strict } from '../src/base/schema.ts';
import { estimate } from '../src/econ/estimate.ts';
import type { FitModel } from '../src/econ/estimator.ts';
import type { Fit } from '../src/econ/fit.ts';
import { type SpatialTest, spatialTests } from '../src/econ/spatial/lm-tests.ts';
import { balanced } from '../src/econ/spatial/panel.ts';
import { linksOf } from '../src/econ/spatial/weights.ts';
import type { ModelSpec } from '../src/econ/spec.ts';
import { defineStep, type RunContext, type RunResult } from '../src/engine/step.ts';
import { readFrame } from '../src/frame/artifact.ts';
import { noteLost, warnAll } from './lib/frame-source.ts';
import { compileSpatial } from './lib/spatial/fit.ts';
import { readWeights, type StoredWeights } from './lib/spatial/weights.ts';

const Params = strict({
  from: Type.String({ description: 'a step that makes a panel' }),
  fit: Type.String({ description: 'formula: y ~ x1 + x2, estimated by least squares' }),
  weights: Type.String({ description: 'a step of kind `spatial_weights`' }),
  sample: optional.text('a named sample or a condition; one period of it for a cross-section'),
  exclude: optional.text('rows where it is true are left out'),
});

export default defineStep({
  name: 'spatial_tests',
  summary: 'LM tests for a spatial lag or spatial errors after pooled least squares, and Moran’s I of its residuals',
  params: Params,
  artifact: 'spatial-tests',
  expand: (step, plan) => {
    const compiled = compileSpatial<Static<typeof Params>>(step, plan);
    return compiled === undefined ? [] : [{ ...compiled.node, params: compiled.spec as unknown as { spec: Json } }];
  },
  run: (context) => run(context as RunContext<unknown>),
});

function run(context: RunContext<unknown>): RunResult {
  const spec = context.params as ModelSpec;
  const weights = readWeights(context.artifact('weights'));
  const found: SpatialTest[] = [];
  const shape = { rows: 0, periods: 0 };
  const model = tested(weights, (tests, rows, periods) => {
    found.push(...tests);
    Object.assign(shape, { rows, periods });
  });
  const { warnings, rowsLost } = estimate(spec, readFrame(context.artifact('data')), model);
  warnAll(context, warnings);
  noteLost(context, rowsLost);
  return {
    rows: found.map(({ name, df, ...test }) => ({ variable: name, ...test, ...(df === null ? {} : { df }) })),
    nobs: shape.rows,
    periods: shape.periods,
    outcome: spec.outcome,
  };
}

/** A model of the rows chosen that only tests. */
function tested(
  weights: StoredWeights,
  tell: (tests: readonly SpatialTest[], rows: number, periods: number) => void,
): FitModel {
  return ({ design, whole }) => {
    const { rows, periods } = balanced(whole(), weights);
    const ordered = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
    const ones = design.constant ? [new Float64Array(rows.length).fill(1)] : [];
    const columns = [...ones, ...design.terms.map(({ values }) => ordered(values))];
    const links = linksOf(weights.matrix, weights.units.length);
    tell(spatialTests(ordered(design.outcome.values), columns, links, weights.summary), rows.length, periods);
    return { ...nothing, outcome: design.outcome.name, nobs: design.nobs };
  };
}

const nothing: Omit<Fit, 'outcome' | 'nobs'> = {
  estimator: 'ols',
  terms: [],
  vcov: [],
  vcovInfo: { type: 'iid', text: 'iid', clusters: [], small: '' },
  ngroups: null,
  nclusters: null,
  dfResid: null,
  inference: 'z',
  absorbed: [],
  stats: {},
  tests: [],
  dropped: [],
  rowsLost: [],
  warnings: [],
};
