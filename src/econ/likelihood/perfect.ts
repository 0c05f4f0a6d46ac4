/** Regressors that predict a binary outcome perfectly, and what becomes of them and of their rows, as in Stata's `logit` and `probit`. */
import { Refusal } from '../../base/problem.ts';
import { aside } from '../../base/value.ts';
import type { Design, NamedColumn } from '../design.ts';
import type { Dropped, RowsLost } from '../fit.ts';

export interface Perfect {
  /** Without the terms that were dropped; all rows. */
  readonly design: Design;
  /** Positions of the rows that stay; null for all. */
  readonly rows: Int32Array | null;
  readonly dropped: readonly Dropped[];
  readonly rowsLost: readonly RowsLost[];
}

/**
 * Where the outcome is constant in the rows with z = v of a 0/1 term z, those rows go, and the term with them. The terms are looked at in
 * order, again until nothing more goes. Refuses (`separation`) a term that determines the outcome of all rows: y = 1 exactly where x > c. O(NK) a round.
 */
export function withoutPerfect(design: Design): Perfect {
  const y = design.outcome.values;
  const keep = new Uint8Array(design.nobs).fill(1);
  const dropped: Dropped[] = [];
  const rowsLost: RowsLost[] = [];
  let terms = design.terms;
  for (let again = true; again; ) {
    again = false;
    for (const term of terms) {
      const found = perfectValue(term, y, keep);
      if (found === undefined) continue;
      const { value, outcome } = found;
      let count = 0;
      for (let i = 0; i < keep.length; i++) {
        if (keep[i] === 0 || term.values[i] !== value) continue;
        keep[i] = 0;
        count++;
      }
      const detail = `all rows with \`${term.name}\` = ${value} have \`${design.outcome.name}\` = ${outcome}`;
      dropped.push({ term: term.name, why: 'predicts perfectly', detail });
      rowsLost.push({ cause: 'perfectly predicted', count, detail: term.name });
      terms = terms.filter((each) => each !== term);
      again = true;
      break;
    }
  }
  for (const term of terms) refuseThreshold(term, design.outcome, keep);
  const rows = rowsLost.length === 0 ? null : positionsOf(keep);
  return { design: terms === design.terms ? design : { ...design, terms }, rows, dropped, rowsLost };
}

const positionsOf = (keep: Uint8Array): Int32Array => {
  const rows: number[] = [];
  for (let i = 0; i < keep.length; i++) if (keep[i] === 1) rows.push(i);
  return Int32Array.from(rows);
};

/** The value of a 0/1 term at which the outcome takes one value, while it takes both elsewhere; 1 is tried first. */
function perfectValue(
  { values }: NamedColumn,
  y: Float64Array,
  keep: Uint8Array,
): { readonly value: 0 | 1; readonly outcome: number } | undefined {
  // counts by value of the term and of the outcome
  const counts = [
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < values.length; i++) {
    if (keep[i] === 0) continue;
    const value = values[i]!;
    if (value !== 0 && value !== 1) return undefined;
    counts[value]![y[i]!] = counts[value]![y[i]!]! + 1;
  }
  for (const value of [1, 0] as const) {
    const [zeros, ones] = counts[value]!;
    const [otherZeros, otherOnes] = counts[1 - value]!;
    if (zeros! + ones! === 0 || (zeros! > 0 && ones! > 0)) continue;
    if (otherZeros! + otherOnes! === 0 || otherZeros === 0 || otherOnes === 0) continue;
    return { value, outcome: ones! > 0 ? 1 : 0 };
  }
  return undefined;
}

/** Refuses a term that separates the outcome: it is 1 in all rows with the term above some value, or below it, and in no others. */
function refuseThreshold({ name, values }: NamedColumn, outcome: NamedColumn, keep: Uint8Array): void {
  const least = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const most = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    if (keep[i] === 0) continue;
    const value = values[i]!;
    const y = outcome.values[i]!;
    least[y] = Math.min(least[y]!, value);
    most[y] = Math.max(most[y]!, value);
  }
  const isAbove = most[0]! < least[1]!;
  const isBelow = most[1]! < least[0]!;
  if (!(isAbove || isBelow) || !Number.isFinite(least[0]!) || !Number.isFinite(least[1]!)) return;
  const side = isAbove ? `> ${most[0]}` : `< ${least[0]}`;
  const stretch = aside([name, outcome.name], `: it is 1 exactly where \`${name}\` ${side}`);
  const message = `\`${name}\` predicts \`${outcome.name}\` perfectly${stretch}`;
  throw new Refusal('separation', message, { param: 'terms', hint: `leave \`${name}\` out` });
}
