/** What composite indices hold beside the data: weights of indicators, and what dimensions contribute. */
import { members, type PlannedNode, type Result } from '../../src/base/result.ts';

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
      each: members('dimension', 'direction', 'entropy', 'divergence', 'weight', 'time'),
      planned: indicators,
    },
  },
};
