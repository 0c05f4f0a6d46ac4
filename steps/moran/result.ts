/** What spatial autocorrelation holds: Moran's I of each period, and the local one of each unit. */
import { members, type Result } from '../../src/base/result.ts';
import { periodNames } from '../lib/regional/period-names.ts';
import { weightsSummary } from '../spatial_weights/result.ts';

const fields = [
  ...['i', 'expected', 'varNormal', 'varRandom', 'sdRandom', 'zNormal', 'zRandom', 'pOneSided', 'pTwoSided'],
  ...['pOneSidedNormal', 'pTwoSidedNormal', 'pPerm'],
];
const local = [
  ...['period', 'unit', 'i', 'expected', 'variance', 'z', 'pValue', 'totalExpected', 'totalVariance', 'totalZ'],
  ...['totalP', 'quadrant', 'x', 'lag'],
];

export const moranResult: Result = {
  type: 'moran',
  list: 'rows',
  parts: {
    rows: { each: members(...fields), planned: periodNames },
    local: { each: members(...local) },
    weights: weightsSummary,
    of: 'value',
  },
};
