/** Declares the result of a step of kind `local_projections`: a record for each horizon, by state where there are states. */
import type { Json } from '../../src/base/json.ts';
import { type PlannedNode, type Result, usually, values } from '../../src/base/result.ts';
import { type LocalProjectionsSpec, pathsOf, rowName } from './numbers/spec.ts';

const specOf = ({ params }: PlannedNode) => params as unknown as LocalProjectionsSpec;

const rows = (node: PlannedNode) => {
  const spec = specOf(node);
  return { listed: spec.horizons.flatMap((horizon) => pathsOf(spec).map((path) => rowName(horizon, path))) };
};

export const localProjectionsResult: Result = {
  type: 'local-projections',
  list: 'rows',
  fromParams: true,
  isTrial: true,
  model: (node) => specOf(node).model as unknown as Json,
  parts: {
    rows: {
      each: usually(
        'estimate',
        'stdError',
        'statistic',
        'pValue',
        'confLow',
        'confHigh',
        'bandLow',
        'bandHigh',
        'horizon',
        'path',
        'n',
      ),
      planned: rows,
    },
    supT: { each: 'any' },
    ...values('outcome', 'shock', 'state', 'response', 'level', 'covariance'),
    errors: 'unnamed',
    rowsLost: 'unnamed',
    warnings: 'unnamed',
  },
};
