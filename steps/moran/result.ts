/** Declares the result of spatial autocorrelation: Moran's I of each period, and the local one of each unit. */
import type { Json } from '../../src/base/json.ts';
import { members, type Result } from '../../src/base/result.ts';
import { unitsShown } from '../../src/base/value.ts';
import { periodNames } from '../lib/regional/period-names.ts';
import { weightsSummary } from '../spatial_weights/result.ts';

const fields = [
  ...['i', 'expected', 'varNormal', 'varRandom', 'sdRandom', 'zNormal', 'zRandom', 'pOneSided', 'pTwoSided'],
  ...['pOneSidedNormal', 'pTwoSidedNormal', 'pPerm'],
];
const local = [
  ...['period', 'unit', 'i', 'expected', 'variance', 'z', 'pValue', 'totalExpected', 'totalVariance', 'totalZ'],
  ...['totalP', 'pPerm', 'quadrant', 'x', 'lag'],
];

export const moranResult: Result = {
  type: 'moran',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: { each: members(...fields), planned: periodNames },
    local: { each: members(...local) },
    weights: weightsSummary,
    of: 'value',
  },
  shown: (parts, hides) => {
    const { local, weights } = parts as unknown as MoranParts;
    const names = [...new Set(local.map(({ unit }) => unit))];
    const units = unitsShown(names, weights.unit, hides);
    const shownAs = new Map(names.map((name, i) => [name, units[i]!]));
    const shown = {
      local: local.map((each) => ({ ...each, unit: shownAs.get(each.unit)! })),
      weights: { ...weights, islands: weights.islands.map((name) => shownAs.get(name)!) },
    };
    return { ...parts, ...(shown as unknown as Readonly<Record<string, Json>>) };
  },
};

/** The parts in which units are named. */
interface MoranParts {
  readonly local: readonly { readonly unit: string }[];
  readonly weights: { readonly unit: string; readonly islands: readonly string[] };
}
