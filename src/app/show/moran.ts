/** Shows Moran's I by its table; the local statistics of each unit are in the JSON alone. */
import { unitsShown } from '../../base/value.ts';
import { tabulated } from './tabulated.ts';
import type { Viewer } from './viewer.ts';

const tables = tabulated('moran');

interface Parts {
  readonly local: readonly { readonly unit: string }[];
  readonly weights: { readonly unit: string; readonly islands: readonly string[] };
}

export const moran: Viewer = {
  ...tables,
  json: (shown) => {
    const parts = tables.json(shown) as unknown as Parts;
    const { local, weights } = parts;
    const names = [...new Set(local.map(({ unit }) => unit))];
    const units = unitsShown(names, weights.unit, shown.hides);
    const shownAs = new Map(names.map((name, i) => [name, units[i]!]));
    return {
      ...parts,
      local: local.map((each) => ({ ...each, unit: shownAs.get(each.unit)! })),
      weights: { ...weights, islands: weights.islands.map((name) => shownAs.get(name)!) },
    };
  },
};
