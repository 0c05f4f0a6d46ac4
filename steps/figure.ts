/** The kind `figure`: one figure of results or data, by the plots of `src/figure/plots/` and of rooms. */
import { Type } from 'typebox';
import { strict } from '../src/base/schema.ts';
import { defineStep, type RunContext, type Step } from '../src/engine/step.ts';
import { figureKeys } from '../src/figure/option-schemas.ts';
import type { FigureParams } from './lib/figure/params.ts';
import { figureNodes } from './lib/figure/plan.ts';
import type { Plots } from './lib/figure/plots.ts';
import { drawFigure } from './lib/figure/run.ts';

export default (plots: Plots) =>
  defineStep({
    name: 'figure',
    summary: 'A figure for the paper, as SVG, PDF and PNG, with a CSV file of what is drawn; written to out/figures/',
    params: strict({
      ...figureKeys,
      plot: Type.Enum(
        plots.all.map(({ name }) => name),
        { description: plots.all.map(({ name, summary }) => `${name}: ${summary}`).join('; ') },
      ),
    }),
    artifact: 'files',
    expand: (step, plan) => figureNodes(step as Step<never>, plots, plan),
    run: (context) => drawFigure(context.params as unknown as FigureParams, plots, context as RunContext<unknown>),
  });
