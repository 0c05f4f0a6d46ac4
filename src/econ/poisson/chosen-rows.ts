/** Rows that a Poisson regression keeps: without those that its effects cannot use, nor those that separate its likelihood. */
import { Refusal } from '../../base/problem.ts';
import type { Design } from '../design.ts';
import type { RowsLost } from '../fit.ts';
import { pickDesign } from '../likelihood/rows.ts';
import { openSeparation } from '../likelihood/separation.ts';
import { compact } from '../panel/effects.ts';
import { separatedRows } from './separation/separated-rows.ts';
import { positions, usableRows } from './usable.ts';

export interface PoissonRows {
  /** null for all. */
  readonly rows: Int32Array | null;
  readonly lost: readonly RowsLost[];
}

/** The rows that stay; refuses separation where rows may not be dropped or where it cannot be told, and a sample of which nothing stays. */
export function chosenRows(design: Design, mayDrop: boolean): PoissonRows {
  const y = design.outcome.values;
  const copies = design.weights?.kind === 'frequency' ? design.weights.raw : null;
  let keep = new Uint8Array(y.length).fill(1) as Uint8Array;
  const lost: RowsLost[] = [];
  for (;;) {
    const usable = usableRows(design.absorb, y, keep, copies);
    if (lost.length > 0 && usable.lost.length === 0) break;
    keep = usable.keep;
    lost.push(...usable.lost);
    if (!keep.includes(1)) {
      const message = `no rows are left: \`${design.outcome.name}\` is 0 or alone in every level of ${design.absorb.map(({ name }) => `\`${name}\``).join(', ')}`;
      throw new Refusal('empty-sample', message, { param: 'absorb' });
    }
    const count = dropSeparated(design, keep);
    if (count === 0) break;
    if (!mayDrop) throw separated(count, design.outcome.name);
    lost.push({ cause: 'separated', count, detail: '' });
  }
  return { rows: lost.length === 0 ? null : positions(keep), lost: merged(lost) };
}

/** Takes rows that separate from those that are kept, until none does; returns how many they were. */
function dropSeparated(design: Design, keep: Uint8Array): number {
  for (let count = 0; ; ) {
    const rows = positions(keep);
    const left = pickDesign(design, rows);
    const constant = left.constant && left.absorb.length === 0 ? [new Float64Array(rows.length).fill(1)] : [];
    const columns = [...constant, ...left.terms.map(({ values }) => values)];
    const found = separatedRows(columns, left.absorb.map(compact), left.outcome.values);
    if (found === null) throw openSeparation();
    if (found.length === 0) return count;
    for (const i of found) keep[rows[i]!] = 0;
    count += found.length;
  }
}

function separated(count: number, outcome: string): Refusal {
  const rows = count === 1 ? '1 row' : `${count} rows`;
  const message = `the likelihood has no maximum: a combination of regressors and effects tells ${rows} with \`${outcome}\` = 0 from all that have more (separation)`;
  return new Refusal('separation', message, { param: 'terms', hint: 'drop them, with `separation: drop`' });
}

/** Counts of one cause together. */
export function merged(lost: readonly RowsLost[]): RowsLost[] {
  const found: RowsLost[] = [];
  for (const each of lost) {
    const at = found.findIndex(({ cause }) => cause === each.cause);
    if (at < 0) found.push(each);
    else found[at] = { ...each, count: found[at]!.count + each.count };
  }
  return found;
}
