/** The kind `figure`: one figure of results or data, by the plots of src/figure/plots/. */
import { Type } from 'typebox';
import { strict } from '../src/base/schema.ts';
import { defineStep, type RunContext, type Step } from '../src/engine/step.ts';
import { figureKeys } from '../src/figure/option-schemas.ts';
import { plots } from '../src/figure/plots/registry.ts';
import type { FigureParams } from './lib/figure/params.ts';
import { figureNodes } from './lib/figure/plan.ts';
import { drawFigure } from './lib/figure/run.ts';

export default defineStep({
  name: 'figure',
  summary: 'A figure for the paper, as SVG, PDF and PNG, with a CSV file of what is drawn; written to out/figures/',
  params: strict({
    ...figureKeys,
    plot: Type.Enum(
      plots.map(({ name }) => name),
      { description: plots.map(({ name, summary }) => `${name}: ${summary}`).join('; ') },
    ),
  }),
  artifact: 'files',
  expand: (step, plan) => figureNodes(step as Step<never>, plan),
  run: (context) => drawFigure(context.params as unknown as FigureParams, context as RunContext<unknown>),
});
