/** Writes the units of which a unit's reference on the frontier is made, with their intensities. */
import type { Data } from '../../../src/econ/data.ts';
import type { Score } from '../../../src/econ/efficiency/measures.ts';

/** Significant digits of intensities, which under constant returns are as small as a unit is beside its peer. */
const DIGITS = 4;

/**
 * Names of rows by a column, and by their period too where `withPeriods` asks for it. A row without a name goes by its number, from 1.
 */
export function namesOf(column: string, data: Data, withPeriods: boolean): (row: number) => string {
  const units = data.codes(column);
  const times = withPeriods ? data.codes(data.panel!.time) : null;
  return (row) => {
    const name = units.levels[units.codes[row]!] ?? `#${row + 1}`;
    return times === null ? name : `${name} ${times.levels[times.codes[row]!]}`;
  };
}

/**
 * The peers of each row, the largest intensity first: `B (0.6250), D (0.3750)`. Null where a row has no score.
 * Source: Cooper, Seiford and Tone (2007, Data Envelopment Analysis, 2nd ed., section 3.5).
 */
export function peersOf(
  scores: readonly (Score | undefined)[],
  nameOf: (row: number) => string,
): readonly (string | null)[] {
  return scores.map((score) => {
    if (score === undefined || Number.isNaN(score.score)) return null;
    const printed = score.peers.map(([row, intensity]) => [row, Number(intensity.toPrecision(DIGITS))] as const);
    // what prints alike stands in the order of the rows
    const largestFirst = printed.sort(([a, x], [b, y]) => y - x || a - b);
    return largestFirst.map(([row, intensity]) => `${nameOf(row)} (${intensity})`).join(', ');
  });
}
