/** Declares the result of variance inflation factors: a record for each variable, and their mean. */
import { type PlannedNode, type Result, usually } from '../../src/base/result.ts';

const variables = ({ params }: PlannedNode) => ({
  listed: (params as unknown as { readonly variables: readonly string[] }).variables,
});

export const vifResult: Result = {
  type: 'vif',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: { each: usually('vif', 'tolerance'), planned: variables },
    mean: 'value',
    nobs: 'unnamed',
  },
  below: { mean: { vif: 'mean' } },
  printed: { fields: { VIF: 'vif', '1/VIF': 'tolerance' }, records: { 'Mean VIF': 'mean' } },
};
