/** The kind `diagnose`: tests of a panel model, in one table. */
import { type Static, Type } from 'typebox';
import type { NodeId } from '../../src/base/brand.ts';
import { defined } from '../../src/base/defined.ts';
import type { Json } from '../../src/base/json.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { quoted } from '../../src/base/text/quoted.ts';
import { variablesRead } from '../../src/econ/spec.ts';
import { defineStep, type NodeSpec, type PlanContext, type Step } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { frameInput, keyPath, noteLost, warnAll } from '../lib/frame-source.ts';
import { oneModelKeys } from '../lib/models/keys.ts';
import { oneModel } from '../lib/models/one-model.ts';
import { testedModel } from './model.ts';
import { type DiagnoseSpec, testNames, unitRootNames } from './numbers/spec.ts';
import { UnitRoot, unitRootSpec } from './unit-root.ts';

const Params = strict({
  ...oneModelKeys,
  tests: Type.Optional(
    Type.Array(Type.Enum([...testNames, ...unitRootNames]), {
      minItems: 1,
      description: `of ${testNames.join(', ')}, which are all when left out, and unit-root tests, ${unitRootNames.join(', ')}`,
    }),
  ),
  unit_root: Type.Optional(UnitRoot),
  sigma: optional.oneOf(
    ['own', 'more', 'less'],
    'Hausman’s test: the variances of each estimator (default), `sigmamore`, or `sigmaless`',
  ),
});
type Params = Static<typeof Params>;

export default defineStep({
  name: 'diagnose',
  summary:
    'Tests of a panel model: effects of units, Breusch–Pagan, Hausman, groupwise heteroskedasticity, serial correlation, cross-sectional dependence, unit roots',
  params: Params,
  artifact: 'diagnose',
  expand: (step, plan) => nodesOf(step, plan),
  run: async (context) => {
    const { diagnose } = await import('./numbers/diagnose.ts');
    const { rowsLost, warnings, ...found } = diagnose(
      context.params as unknown as DiagnoseSpec,
      readFrame(context.artifact('data')),
    );
    warnAll(context, warnings);
    noteLost(context, rowsLost);
    return found;
  },
});

function nodesOf(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const model = oneModel(step, 'diagnose', plan);
  const tested = model && testedModel(step, model, plan);
  if (model === undefined || tested === undefined) return [];
  const tests: readonly string[] = step.params.tests ?? step.defaults.tests ?? testNames;
  const keys = step.params.unit_root ?? step.defaults.unit_root;
  const isAsked = unitRootNames.some((name) => tests.includes(name));
  if (keys !== undefined && !isAsked && step.params.unit_root !== undefined) {
    plan.complain({
      code: 'unused-option',
      message: '`unit_root` says how unit-root tests are made, and `tests` lists none',
      path: keyPath(step, 'unit_root'),
      hint: `add one of ${quoted(unitRootNames)} to \`tests\``,
    });
    return [];
  }
  const unitRoot = isAsked ? unitRootSpec(step, model.spec, tests, keys ?? {}, plan) : undefined;
  if (isAsked && unitRoot === undefined) return [];
  const params: DiagnoseSpec = defined({
    model: tested,
    tests: testNames.filter((name) => tests.includes(name)),
    sigma: step.params.sigma ?? step.defaults.sigma ?? 'own',
    unitRoot,
  });
  const node: NodeSpec = {
    id: step.name as NodeId,
    params: params as unknown as Json,
    inputs: { data: frameInput(model.source.node, variablesRead(tested)) },
    origins: model.origins,
    view: defined({ outcome: tested.outcome }),
  };
  return [model.numbered === undefined ? node : { ...node, numbered: model.numbered }];
}
