/** Declares the result of the geographical detector: a record for each factor, `x`, and each two crossed, `x:z`. */
import { members, type PlannedNode, type Result, usually } from '../../src/base/result.ts';

function factors({ params }: PlannedNode) {
  const { variables, groups } = params as unknown as {
    readonly variables: readonly string[];
    readonly groups: readonly string[];
  };
  const names = [...variables.slice(1), ...groups];
  return { listed: [...names, ...names.flatMap((a, i) => names.slice(i + 1).map((b) => `${a}:${b}`))] };
}

export const geodetectorResult: Result = {
  type: 'geodetector',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: {
      each: usually('q', 'f', 'pValue', 'strata', 'interaction', 'ecologicalF', 'ecologicalP'),
      planned: factors,
    },
    means: { each: members('factor', 'stratum', 'n', 'mean') },
    rule: members('classes', 'cut'),
    of: 'value',
    nobs: 'value',
  },
};
