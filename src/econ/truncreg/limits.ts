/** The limits of truncation, and the rows between them. */
import { Refusal } from '../../base/problem.ts';
import type { Design } from '../design.ts';
import type { RowsLost } from '../fit.ts';
import type { Truncation } from './maximum.ts';

export const truncationOf = (options: { readonly [option: string]: unknown }): Truncation => ({
  lower: (options.lower as number | undefined) ?? Number.NEGATIVE_INFINITY,
  upper: (options.upper as number | undefined) ?? Number.POSITIVE_INFINITY,
});

/** The rows between the limits, null for all, and how many are not. */
export function insideOf({ outcome }: Design, { lower, upper }: Truncation) {
  const inside: number[] = [];
  for (const [i, value] of outcome.values.entries()) if (value > lower && value < upper) inside.push(i);
  const count = outcome.values.length - inside.length;
  if (inside.length === 0) {
    const message = `\`${outcome.name}\` is at or beyond a limit in all ${count} rows used`;
    throw new Refusal('all-truncated', message, { param: 'outcome', hint: 'are the limits those of the data?' });
  }
  const lost: RowsLost[] = count === 0 ? [] : [{ cause: 'truncated', count, detail: outcome.name }];
  return { rows: count === 0 ? null : Int32Array.from(inside), lost };
}
