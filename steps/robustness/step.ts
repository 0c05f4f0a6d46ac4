/** The kind `robustness`: variants of one base model. */
import { Type } from 'typebox';
import { strict } from '../../src/base/schema.ts';
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { expandModels } from '../lib/models/columns.ts';
import { modelsSchema } from '../lib/models/keys.ts';
import { fitChangeLines, runModel } from '../lib/models/run.ts';

/** Its columns are those of `models`, each an edit of one base; an edit that changes nothing is warned about. */
export default defineStep({
  name: 'robustness',
  summary: 'Named edits of a column of models: other rows, variables, effects, standard errors, instruments',
  params: strict({ ...modelsSchema, base: Type.String({ description: 'the column that is edited: `step.column`' }) }),
  artifact: 'fit',
  expand: (step, plan) => expandModels(step, plan, { warnOfIdle: true }),
  explain: fitChangeLines,
  run: (context) => runModel(context as RunContext<unknown>),
});
