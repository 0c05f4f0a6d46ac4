/** The kind `predict`: what an estimated model says of rows, as columns of their frame. */
import { type Predicted, predict } from '../src/econ/predict.ts';
import { estimatorOf } from '../src/econ/registry.ts';
import { variablesRead } from '../src/econ/spec.ts';
import { defineStep, type RunContext } from '../src/engine/step.ts';
import { extendFrame, readFrame } from '../src/frame/stored/artifact.ts';
import { frameChangeLines } from '../src/frame/stored/changes.ts';
import { estimationData } from './lib/estimation-memory.ts';
import { warnAll } from './lib/frame-source.ts';
import { type PredictSpec, predictSchema } from './lib/predict/keys.ts';
import { predictColumns, predictNodes, predictPanel } from './lib/predict/plan.ts';

export default defineStep({
  name: 'predict',
  summary:
    'Predictions of a model as columns of a frame: fitted values, indices, probabilities, residuals, leverage, Cook’s distances, scores, absorbed effects',
  params: predictSchema,
  artifact: 'frame',
  lineage: (params) => {
    const { model, columns } = params as unknown as PredictSpec;
    return Object.fromEntries(columns.map(({ name }) => [name, variablesRead(model)]));
  },
  judges: (params) => variablesRead((params as unknown as PredictSpec).model),
  explain: (before, after, source) => frameChangeLines(before, after, source?.hides),
  expand: predictNodes,
  columns: predictColumns,
  panel: predictPanel,
  run: (context) => run(context as RunContext<unknown>),
});

async function run(context: RunContext<unknown>) {
  const { model, columns, isElsewhere } = context.params as PredictSpec;
  const estimator = estimatorOf(model);
  const [fitModel, of] = await Promise.all([estimator.load(), estimator.predictions!.load()]);
  const { data, workspace } = estimationData(context);
  const stored = context.artifact('rows');
  const numerics = { fitModel, predict: of };
  const asked = columns.map((column) => column.asked);
  const found = predict(model, data, numerics, asked, isElsewhere ? readFrame(stored) : null, workspace);
  warnAll(context, found.warnings);
  tell(context, columns, found);
  const made = columns.map(({ name }, k) => ({ name, column: { type: 'number', values: found.values[k]! } as const }));
  return extendFrame(stored, 'frame', made, {});
}

/** Tells how many rows have no prediction, and why. */
function tell(context: RunContext<unknown>, columns: PredictSpec['columns'], found: Predicted): void {
  const nrows = found.values[0]!.length;
  if (found.used !== null && found.used < nrows)
    context.note(`${inWords(nrows - found.used)} without predictions, since the model did not use them`);
  for (const [what, count] of found.unseen)
    context.note(
      `${inWords(count)} without predictions, at levels of \`${what}\` that the model was not estimated with`,
    );
  for (const [k, { name }] of columns.entries()) {
    const lacking = found.values[k]!.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
    const told = found.used === null ? 0 : nrows - found.used;
    if (lacking > told) context.note(`${inWords(lacking)} without a value of \`${name}\``);
  }
}

const inWords = (rows: number): string => (rows === 1 ? '1 row' : `${rows} rows`);
