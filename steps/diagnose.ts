/** The kind `diagnose`: tests of a panel model, in one table. */
import { type Static, Type } from 'typebox';
import type { NodeId } from '../src/base/brand.ts';
import { defined } from '../src/base/defined.ts';
import type { Json } from '../src/base/json.ts';
import { optional, strict } from '../src/base/schema.ts';
import { type DiagnoseSpec, testNames } from '../src/econ/diagnose/spec.ts';
import { variablesRead } from '../src/econ/spec.ts';
import { defineStep, type NodeSpec, type PlanContext, type Step } from '../src/engine/step.ts';
import { readFrame } from '../src/frame/artifact.ts';
import { testedModel } from './lib/diagnose/model.ts';
import { frameInput, noteLost, warnAll } from './lib/frame-source.ts';
import { oneModelKeys } from './lib/models/keys.ts';
import { oneModel } from './lib/models/one-model.ts';

const Params = strict({
  ...oneModelKeys,
  tests: Type.Optional(
    Type.Array(Type.Enum([...testNames]), {
      minItems: 1,
      description: `of ${testNames.join(', ')}; all of them when left out`,
    }),
  ),
  sigma: optional.oneOf(
    ['own', 'more', 'less'],
    'Hausman’s test: the variances of each estimator (default), `sigmamore`, or `sigmaless`',
  ),
});
type Params = Static<typeof Params>;

export default defineStep({
  name: 'diagnose',
  summary:
    'Tests of a panel model: effects of units, Breusch–Pagan, Hausman, groupwise heteroskedasticity, serial correlation, cross-sectional dependence',
  params: Params,
  artifact: 'diagnose',
  expand: (step, plan) => nodesOf(step, plan),
  run: async (context) => {
    const { diagnose } = await import('../src/econ/diagnose/diagnose.ts');
    const { rowsLost, warnings, notes, ...found } = diagnose(
      context.params as unknown as DiagnoseSpec,
      readFrame(context.artifact('data')),
    );
    warnAll(context, warnings);
    noteLost(context, rowsLost);
    for (const note of notes)
      context.warn({
        code: 'hausman-indefinite',
        message: `Hausman’s test: ${note}`,
        param: 'sigma',
        severity: 'warning',
      });
    return { ...found, notes };
  },
});

function nodesOf(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const model = oneModel(step, 'diagnose', plan);
  const tested = model && testedModel(step, model, plan);
  if (model === undefined || tested === undefined) return [];
  const tests = step.params.tests ?? step.defaults.tests ?? testNames;
  const params: DiagnoseSpec = {
    model: tested,
    tests: testNames.filter((name) => tests.includes(name)),
    sigma: step.params.sigma ?? step.defaults.sigma ?? 'own',
  };
  const node: NodeSpec = {
    id: step.name as NodeId,
    params: params as unknown as Json,
    inputs: { data: frameInput(model.source.node, variablesRead(tested)) },
    origins: model.origins,
    view: defined({ outcome: tested.outcome }),
  };
  return [model.numbered === undefined ? node : { ...node, numbered: model.numbered }];
}
