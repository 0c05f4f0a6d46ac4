/** Opens the figures that a combined one shows, each with its own sources. */
import type { Complaint, RunContext } from '../../../src/engine/step.ts';
import type { Typeface } from '../../../src/figure/fonts/typeface.ts';
import type { FigureSource } from '../../../src/figure/plot.ts';
import { combinedFigure } from '../../../src/figure/render.ts';
import { outsideOf } from './outside.ts';
import { type FigureParams, panelInput } from './params.ts';
import { type Plots, plotNamed } from './plots.ts';
import { type Opening, openSources } from './sources.ts';

export function openPanels(
  params: FigureParams,
  plots: Plots,
  typeface: Typeface,
  context: RunContext<unknown>,
): FigureSource[] {
  return params.sources.map(({ node, header, figure }, i) => {
    const plot = plotNamed(plots, figure!.plot);
    const own = inPanel(i, context);
    const sources = openSources(plot, figure!, own);
    return {
      node,
      type: 'files',
      header,
      part: () => undefined,
      figure: combinedFigure(plot, sources, figure!, { name: node, typeface, outside: outsideOf(own) }),
    };
  });
}

/** The run as the figure at a place sees it: inputs have the names that it gave them, and complaints point into its step. */
function inPanel(place: number, context: RunContext<unknown>): Opening {
  const placed = (complaint: Complaint): Complaint =>
    complaint.param === undefined ? complaint : { ...complaint, param: `sources.${place}.figure.${complaint.param}` };
  const prefix = panelInput(place, '');
  return {
    artifact: (input) => context.artifact(prefix + input),
    file: (input) => context.file(prefix + input),
    inputs: context.inputs.filter((input) => input.startsWith(prefix)).map((input) => input.slice(prefix.length)),
    warn: (complaint) => context.warn(placed(complaint)),
    note: (text) => context.note(text),
    fail: (...complaints) => context.fail(...complaints.map(placed)),
  };
}
