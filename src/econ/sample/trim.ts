/** Trimming: values beyond two percentiles become missing, and their rows are lost (`winsor2, trim`). */
import { isIndicators, type Leaf, leafOf, printFactor, printTerm, type Term } from '../formula/factor.ts';
import type { ModelSpec, WinsorSpec } from '../spec.ts';
import { positions } from './rows.ts';
import type { RowFilter } from './sample.ts';
import { termColumns } from './terms.ts';
import type { Variables } from './variables.ts';
import { winsorize } from './winsorize.ts';
import { WinsorizedSource } from './winsorize-spec.ts';

/**
 * Drops the rows still in `filter` whose value of some variable (or term) of the regression lies strictly beyond its
 * percentiles. All percentiles are taken before any row is lost, over the rows that winsorising would take them over;
 * rows are counted under the first variable that loses them. `chosen`: rows of the sample. O(KN log N).
 */
export function dropTrimmed(
  filter: RowFilter,
  spec: ModelSpec,
  terms: readonly Term[],
  variables: Variables,
  chosen: Int32Array,
): void {
  const { trim } = spec;
  if (trim === undefined || filter.count === 0) return;
  const rows = positions(filter.keep);
  const tails = { chosen, complete: rows };
  // A source that winsorises by the same rule: what it would move is what trimming takes away.
  const raw = new WinsorizedSource({ ...spec, winsorize: null }, variables, rows, tails);
  const moved = new WinsorizedSource({ ...spec, winsorize: trim }, variables, rows, tails);
  const beyond = (before: Float64Array, after: Float64Array): Set<number> => {
    const found = new Set<number>();
    rows.forEach((row, i) => {
      if (before[i] !== after[i]) found.add(row);
    });
    return found;
  };
  const lost = new Map<string, Set<number>>();
  if (trim.stage === 'variables') {
    for (const leaf of leavesOf(terms)) lost.set(printFactor(leaf), beyond(raw.values(leaf), moved.values(leaf)));
  } else {
    for (const term of terms) {
      if (!isTrimmed(term, trim)) continue;
      const groups = raw.groups(trim.by);
      for (const { name, values } of termColumns(term, raw)) {
        const options = { at: trim.at, method: trim.method, ...(groups === undefined ? {} : { groups }) };
        lost.set(name, beyond(values, winsorize(values, options).values));
      }
    }
  }
  for (const [name, rowsLost] of lost) filter.drop('trimmed', name, (row) => rowsLost.has(row));
}

function leavesOf(terms: readonly Term[]): Leaf[] {
  const leaves = new Map<string, Leaf>();
  for (const leaf of terms.flatMap((term) => term.map(leafOf)))
    if (leaf !== undefined) leaves.set(printFactor(leaf), leaf);
  return [...leaves.values()];
}

/** Indicators have no tails. */
function isTrimmed(term: Term, { vars }: WinsorSpec): boolean {
  return !term.some(isIndicators) && (vars?.includes(printTerm(term)) ?? true);
}
