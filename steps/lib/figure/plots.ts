/** Lets the kind that draws figures find the plots of them. */
import type { NodeSpec } from '../../../src/engine/step.ts';
import type { Plot } from '../../../src/figure/plot.ts';

/** Plots, whose code is no part of the kind's own. */
export interface Plots {
  readonly all: readonly Plot[];
  /** The method of a node that draws a plot, whose code is that plot's. */
  methodFor(plot: Plot): string;
}

export const plotNamed = ({ all }: Plots, name: string): Plot => all.find((plot) => plot.name === name)!;

/** The node with the method by which its plot is drawn. */
export const withPlot = (node: NodeSpec, plot: Plot, plots: Plots): NodeSpec => ({
  ...node,
  method: plots.methodFor(plot),
});
