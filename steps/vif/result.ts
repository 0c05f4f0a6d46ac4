/** What variance inflation factors hold: a record for each variable, and their mean. */
import { members, type PlannedNode, type Result } from '../../src/base/result.ts';

const variables = ({ params }: PlannedNode) => ({
  listed: (params as unknown as { readonly variables: readonly string[] }).variables,
});

export const vifResult: Result = {
  type: 'vif',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: { each: members('vif', 'tolerance'), planned: variables },
    mean: 'value',
    nobs: 'unnamed',
  },
  below: { mean: { vif: 'mean' } },
};
