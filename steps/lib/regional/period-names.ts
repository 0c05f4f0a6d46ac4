/** Names of periods, by which results of regional steps go. */
import type { Names, PlannedNode } from '../../../src/base/result.ts';

/** Matches names of periods in the form of years, quarters, months and days. */
const times = { is: (name: string) => /^-?\d/.test(name), as: 'the periods of the data, as in `["2010"]`' };

/** One called `all` where the step names no column of periods; times where that is the panel's; else only a run tells. */
export function periodNames({ params, view }: PlannedNode): Names | null {
  if ((params as { readonly by: string | null }).by === null) return { listed: ['all'] };
  return view?.areTimes === true ? { listed: [], others: times } : null;
}
