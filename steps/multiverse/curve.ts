/** Tells the specifications of a multiverse for the curve on the page. */
import type { Dimension } from '../../src/econ/multiverse/summary.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import type { Curve, CurveContents } from '../lib/curve.ts';
import { choiceLabel, dimensionLabel } from './choice-labels.ts';

export const curve: Curve = (part, book) => {
  const dimensions = part('dimensions') as unknown as readonly Dimension[];
  const { estimate, pValue, confLow, confHigh } = part('specifications') as unknown as CurveContents;
  return {
    of: termLabel(part('of') as string, book),
    dimensions: dimensions.map((dimension) => ({
      name: dimensionLabel(dimension, book),
      options: dimension.options.map((option) => choiceLabel(dimension, option, book)),
      made: dimension.made,
    })),
    ...{ estimate, pValue, confLow, confHigh },
  };
};
