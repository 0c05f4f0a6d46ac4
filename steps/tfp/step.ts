/** The kind `tfp`: elasticities of a production function of firms, and their total factor productivity as a column of the data. */
import { variablesRead } from '../../src/econ/spec.ts';
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { extendFrame, readFrame } from '../../src/frame/stored/artifact.ts';
import { frameChangeLines } from '../../src/frame/stored/changes.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { tfpSchema } from './keys.ts';
import type { TfpSpec } from './numbers/spec.ts';
import { nameOf, tfpNodes } from './plan.ts';

const label = { labels: { en: 'Log TFP', zh: '全要素生产率（对数）' } };

export default defineStep({
  name: 'tfp',
  summary:
    'Total factor productivity of firms: least squares, within firms, Olley–Pakes, Levinsohn–Petrin, Ackerberg–Caves–Frazer and Wooldridge; elasticities, and the series as a column of the data',
  params: tfpSchema,
  artifact: 'tfp',
  lineage: (params) => {
    const { name, model } = params as unknown as TfpSpec;
    return { [name]: variablesRead(model) };
  },
  judges: (params) => variablesRead((params as unknown as TfpSpec).model),
  explain: (before, after, source) => frameChangeLines(before, after, source?.hides),
  expand: (step, plan) => tfpNodes(step, plan),
  columns: (step, plan) => {
    const name = nameOf({ ...step.defaults, ...step.params });
    const columns = plan.columns(step.params.from);
    return columns && [...columns.filter((column) => column.name !== name), { name, type: 'number', ...label }];
  },
  panel: (step, plan) => plan.panel(step.params.from),
  run: (context) => run(context as RunContext<unknown>),
});

async function run(context: RunContext<unknown>) {
  const spec = context.params as TfpSpec;
  const { productivity } = await import('./numbers/productivity.ts');
  const stored = context.artifact('data');
  const report = (share: number, text: string): void => context.report(share, text);
  const { fit, values } = productivity(spec, readFrame(stored), context.rng, report);
  warnAll(context, fit.warnings);
  noteLost(context, fit.rowsLost);
  const made = [{ name: spec.name, column: { type: 'number', values } as const }];
  return extendFrame(stored, 'tfp', made, { ...fit });
}
