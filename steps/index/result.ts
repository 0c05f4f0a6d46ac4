/** Declares the result of composite indices beside the data: weights of indicators, and contributions of dimensions. */
import { type PlannedNode, type Result, usually } from '../../src/base/result.ts';

const indicators = ({ params }: PlannedNode) => ({
  listed: (params as unknown as { readonly indicators: readonly { readonly indicator: string }[] }).indicators.map(
    ({ indicator }) => indicator,
  ),
});

export const indexResult: Result = {
  type: 'index',
  list: 'weights',
  besideData: true,
  fromParams: true,
  parts: {
    weights: {
      each: usually('weight', 'dimension', 'direction', 'entropy', 'divergence', 'obstacle', 'time'),
      planned: indicators,
    },
  },
};
