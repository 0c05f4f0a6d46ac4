/** The kind `models`: regressions, one for each column, by the estimators of src/econ/registry.ts. */
import { strict } from '../../src/base/schema.ts';
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { expandModels } from '../lib/models/columns.ts';
import { modelsSchema } from '../lib/models/keys.ts';
import { fitChangeLines, runModel } from '../lib/models/run.ts';

export default defineStep({
  name: 'models',
  summary:
    'Models by formula: linear ones, pooled, with absorbed effects or by instrumental variables, and those that `estimator` names; one node for each column of a table',
  params: strict(modelsSchema),
  artifact: 'fit',
  expand: (step, plan) => expandModels(step, plan),
  explain: fitChangeLines,
  run: (context) => runModel(context as RunContext<unknown>),
});
