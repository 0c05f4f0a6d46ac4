/** The kind `spatial_tests`: whether least squares leaves a spatial lag or spatial errors out. */
import { type Static, Type } from 'typebox';
import type { Json } from '../../src/base/json.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { prepared } from '../../src/econ/estimate.ts';
import { balanced } from '../../src/econ/spatial/panel.ts';
import { linksOf } from '../../src/econ/spatial/weights.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { compileSpatial } from '../lib/spatial/fit.ts';
import { readWeights } from '../lib/spatial/weights.ts';
import { spatialTests } from './numbers/lm-tests.ts';

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
  const { sample, lost, warnings } = prepared(spec, readFrame(context.artifact('data')));
  const { design } = sample;
  const { rows, periods } = balanced(sample.whole(), weights);
  const ordered = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  const ones = design.constant ? [new Float64Array(rows.length).fill(1)] : [];
  const columns = [...ones, ...design.terms.map(({ values }) => ordered(values))];
  const links = linksOf(weights.matrix, weights.units.length);
  const found = spatialTests(ordered(design.outcome.values), columns, links, weights.summary);
  warnAll(context, warnings);
  noteLost(context, lost);
  return {
    rows: found.map(({ name, df, ...test }) => ({ variable: name, ...test, ...(df === null ? {} : { df }) })),
    nobs: rows.length,
    periods,
    outcome: spec.outcome,
  };
}
