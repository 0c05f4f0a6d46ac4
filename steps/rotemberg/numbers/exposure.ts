/** Shares and shocks of the rows of a sample, from columns of the data or from the declaration of a shift-share variable. */
import type { Data } from '../../../src/econ/data.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import { shiftShareOfPanel } from '../../../src/econ/regional/shift-share-of-panel.ts';
import { pick } from '../../../src/econ/sample/rows.ts';
import type { RotembergSpec } from './spec.ts';

export interface Exposure {
  readonly sectors: readonly string[];
  /** One column for each sector. */
  readonly shares: readonly Float64Array[];
  /** NaN where a sector without a share has none. */
  readonly shocks: readonly Float64Array[];
  /** Columns without which a row has no instrument: NaN is missing. */
  readonly needed: readonly Float64Array[];
}

/** `column` gives a term of the data over the rows; `frames` are the whole data and, for a declaration, the frame of its sectors. */
export function exposureOf(
  { shares, shocks, shiftShare }: RotembergSpec,
  rows: Int32Array,
  column: (term: string) => NamedColumn,
  frames: { readonly data: Data; readonly sectors: Data | undefined },
): Exposure {
  if (shiftShare === null) {
    const [own, moved] = [shares, shocks].map((terms) => terms.map((term) => column(term).values));
    return { sectors: shares, shares: own!, shocks: moved!, needed: [...own!, ...moved!] };
  }
  const found = shiftShareOfPanel(shiftShare, frames.sectors!, frames.data);
  const each = (columns: readonly Float64Array[]): Float64Array[] => columns.map((values) => pick(values, rows));
  return {
    sectors: found.sectors,
    shares: each(found.shares()),
    shocks: each(found.shocks()),
    needed: [pick(found.values, rows)],
  };
}
